using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using PgMigrate.Engine.Connections;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>
/// Asks Supabase's Management API, waiting where it says that it was asked too much: 120 requests a minute for a project, and
/// X-RateLimit-Reset says in how many seconds there are new ones (Management API reference, Rate limits).
/// </summary>
internal sealed class ManagementApi : IDisposable
{
    private const int MostAttempts = 4;
    private const int LargestAnswer = 16 << 20;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(65);

    private readonly HttpClient client;
    private readonly IMigrationObserver observer;

    /// <exception cref="MigrationException">ApiAddressNotSecure, or TokenRefused: it holds what no token has.</exception>
    public ManagementApi(Uri address, string token, IMigrationObserver observer)
    {
        if (address.Scheme != Uri.UriSchemeHttps && !EndpointRecognition.IsLoopback(new EndpointHost(address.Host.Trim('[', ']'), address.Port)))
        {
            throw ManagementApiErrors.NotSecure(address);
        }

        if (token.Length == 0 || token.Any(character => character is <= ' ' or > '~')) throw ManagementApiErrors.TokenUnusable();
        this.observer = observer;
        // A token goes where it was meant to go, and nowhere that an answer names.
        client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })
        {
            BaseAddress = address,
            MaxResponseContentBufferSize = LargestAnswer,
            Timeout = TimeSpan.FromSeconds(60),
        };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("PgMigrate", null));
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
    }

    /// <summary>The document at the path.</summary>
    /// <exception cref="MigrationException">TokenRefused, TokenNotAllowed, ProjectNotFound or ManagementApiFailed.</exception>
    public async Task<ApiAnswer> GetAsync(string path, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var response = await SendAsync(path, cancellationToken).ConfigureAwait(false);
            var body = await ReadAsync(response, cancellationToken).ConfigureAwait(false);
            if (response.IsSuccessStatusCode) return Parse(body, path);
            if (attempt == MostAttempts || WaitAfter(response, attempt) is not { } wait)
            {
                throw ManagementApiErrors.From(response.StatusCode, Message(body), path);
            }

            observer.Verbose($"Supabase's Management API answered {(int)response.StatusCode}; asking again in {wait.TotalSeconds:0.#} s.");
            await Task.Delay(wait, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => client.Dispose();

    /// <summary>How long to wait before asking again; null where that would change nothing, or takes too long.</summary>
    internal static TimeSpan? WaitAfter(HttpResponseMessage response, int attempt)
    {
        var isLimited = response.StatusCode == HttpStatusCode.TooManyRequests;
        if (!isLimited && (int)response.StatusCode < 500) return null;
        var wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - DateTimeOffset.UtcNow,
            _ => isLimited && SecondsToReset(response) is { } seconds ? seconds : TimeSpan.FromSeconds(Math.Pow(2, attempt - 1) / 2),
        };
        if (wait < TimeSpan.Zero) wait = TimeSpan.Zero;
        return wait <= LongestWait ? wait : null;
    }

    private static TimeSpan? SecondsToReset(HttpResponseMessage response)
        => response.Headers.TryGetValues("X-RateLimit-Reset", out var values)
            && double.TryParse(values.FirstOrDefault(), System.Globalization.CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and < 86_400
            ? TimeSpan.FromSeconds(seconds)
            : null;

    private async Task<HttpResponseMessage> SendAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetAsync(new Uri(path, UriKind.Relative), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is HttpRequestException || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw ManagementApiErrors.Unreachable(failure, client.BaseAddress!);
        }
    }

    private async Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException failure)
        {
            throw ManagementApiErrors.Unreachable(failure, client.BaseAddress!);
        }
    }

    private static ApiAnswer Parse(byte[] body, string path)
    {
        try
        {
            var document = JsonDocument.Parse(body);
            return new(document.RootElement, path, document);
        }
        catch (JsonException failure)
        {
            throw ManagementApiErrors.Unexpected(path, "a JSON document", failure);
        }
    }

    /// <summary>The API's own words, such as <c>{"message":"Unauthorized"}</c>; null where there are none.</summary>
    private static string? Message(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            using var answer = new ApiAnswer(document.RootElement, "");
            return answer.Text("message");
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

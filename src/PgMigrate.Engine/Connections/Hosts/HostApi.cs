using System.Net;
using System.Net.Http.Headers;
using System.Security;
using System.Text.Json;
using Polly;
using Polly.Retry;

namespace PgMigrate.Engine.Connections;

/// <summary>
/// Asks the API of a host, waiting where it says that it was asked too much, and asking again after failures that pass. The token is sent
/// over https alone, and nowhere that an answer names.
/// </summary>
internal sealed class HostApi : IDisposable
{
    private const int MostAttempts = 4;
    private const int LargestAnswer = 16 << 20;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(65);

    private readonly HttpClient client;
    private readonly ApiErrors errors;
    private readonly ResiliencePipeline<ApiResponse> retries;
    private readonly ResiliencePipeline<ApiResponse> limits;

    /// <exception cref="MigrationException">ApiAddressNotSecure, or TokenRefused: it holds what no token has.</exception>
    public HostApi(Uri address, SecureString token, ApiErrors errors, IMigrationObserver observer)
    {
        if (address.Scheme != Uri.UriSchemeHttps && !EndpointRecognition.IsLoopback(new EndpointHost(address.Host.Trim('[', ']'), address.Port))) throw errors.NotSecure(address);
        var secret = EndpointParser.ClearText(token);
        if (secret.Length == 0 || secret.Any(character => character is <= ' ' or > '~')) throw errors.TokenUnusable();
        this.errors = errors;
        client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })
        {
            BaseAddress = address,
            MaxResponseContentBufferSize = LargestAnswer,
            Timeout = TimeSpan.FromSeconds(60),
        };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("PgMigrate", null));
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        retries = Retries(outcome => outcome.Exception is HttpRequestException || WaitAfter(outcome.Result, attempt: 1) is not null, observer);
        limits = Retries(outcome => outcome.Result is { Status: HttpStatusCode.TooManyRequests } && WaitAfter(outcome.Result, attempt: 1) is not null, observer);
    }

    /// <summary>The document at the path.</summary>
    /// <exception cref="MigrationException">What the host's errors make of an answer that is none.</exception>
    public async Task<ApiAnswer> GetAsync(string path, CancellationToken cancellationToken)
    {
        var response = await SendAsync(HttpMethod.Get, path, null, isRepeatable: true, cancellationToken).ConfigureAwait(false);
        return Succeeded(response, path);
    }

    /// <summary>The document at the path; null where the host knows none there.</summary>
    public async Task<ApiAnswer?> FindAsync(string path, CancellationToken cancellationToken)
    {
        var response = await SendAsync(HttpMethod.Get, path, null, isRepeatable: true, cancellationToken).ConfigureAwait(false);
        return response.Status == HttpStatusCode.NotFound ? null : Succeeded(response, path);
    }

    /// <summary>Changes what is at the path.</summary>
    /// <param name="method">PUT, POST or DELETE.</param>
    /// <param name="path">The path, seen from the API's address.</param>
    /// <param name="body">A JSON document; null for none.</param>
    /// <param name="secrets">What the body holds that no message may repeat.</param>
    /// <param name="isRepeatable">Whether doing it twice is doing it once: only then is it sent again after what may have been done.</param>
    /// <param name="cancellationToken">Cancels; whether it was done is not known then.</param>
    /// <returns>The answer's document; null where it has none.</returns>
    public async Task<ApiAnswer?> ChangeAsync(HttpMethod method, string path, byte[]? body, SecretMask secrets, bool isRepeatable, CancellationToken cancellationToken)
    {
        var response = await SendAsync(method, path, body, isRepeatable, cancellationToken).ConfigureAwait(false);
        return response.IsSuccess && response.Body.Length == 0 ? null : Succeeded(response, path, secrets);
    }

    public void Dispose() => client.Dispose();

    /// <summary>How long to wait before asking again; null where that would change nothing, or takes too long.</summary>
    internal static TimeSpan? WaitAfter(HttpStatusCode status, HttpResponseHeaders headers, int attempt)
    {
        var isLimited = status == HttpStatusCode.TooManyRequests;
        if (!isLimited && (int)status < 500) return null;
        var wait = headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - DateTimeOffset.UtcNow,
            _ => isLimited && SecondsToReset(headers) is { } seconds ? seconds : TimeSpan.FromSeconds(Math.Pow(2, attempt - 1) / 2),
        };
        if (wait < TimeSpan.Zero) wait = TimeSpan.Zero;
        return wait <= LongestWait ? wait : null;
    }

    private static TimeSpan? SecondsToReset(HttpResponseHeaders headers)
        => headers.TryGetValues("X-RateLimit-Reset", out var values)
            && double.TryParse(values.FirstOrDefault(), System.Globalization.CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and < 86_400
            ? TimeSpan.FromSeconds(seconds)
            : null;

    private static TimeSpan? WaitAfter(ApiResponse? response, int attempt) => response is null ? null : WaitAfter(response.Status, response.Headers, attempt);

    private ResiliencePipeline<ApiResponse> Retries(Func<Outcome<ApiResponse>, bool> isWorthAnother, IMigrationObserver observer) => new ResiliencePipelineBuilder<ApiResponse>()
        .AddRetry(new RetryStrategyOptions<ApiResponse>
        {
            MaxRetryAttempts = MostAttempts - 1,
            Delay = TimeSpan.FromSeconds(0.5),
            BackoffType = DelayBackoffType.Exponential,
            ShouldHandle = arguments => ValueTask.FromResult(isWorthAnother(arguments.Outcome)),
            DelayGenerator = arguments => ValueTask.FromResult(WaitAfter(arguments.Outcome.Result, arguments.AttemptNumber + 1)),
            OnRetry = arguments =>
            {
                var answer = arguments.Outcome.Result is { } response ? $"answered {(int)response.Status}" : "did not answer";
                observer.Verbose($"{errors.Api} {answer}; asking again in {arguments.RetryDelay.TotalSeconds:0.#} s.");
                return default;
            },
        })
        .Build();

    private async Task<ApiResponse> SendAsync(HttpMethod method, string path, byte[]? body, bool isRepeatable, CancellationToken cancellationToken)
    {
        try
        {
            return await (isRepeatable ? retries : limits).ExecuteAsync(
                async token =>
                {
                    using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
                    if (body is not null) request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
                    using var response = await client.SendAsync(request, token).ConfigureAwait(false);
                    return new ApiResponse(response.StatusCode, response.Headers, await response.Content.ReadAsByteArrayAsync(token).ConfigureAwait(false));
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is HttpRequestException || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw errors.Unreachable(failure, client.BaseAddress!);
        }
    }

    private ApiAnswer Succeeded(ApiResponse response, string path, SecretMask? secrets = null)
    {
        if (!response.IsSuccess)
        {
            var message = Message(response.Body);
            throw errors.From(response.Status, message is null ? null : secrets?.Hide(message) ?? message, path);
        }


        try
        {
            var document = JsonDocument.Parse(response.Body);
            return new(document.RootElement, path, errors, document);
        }
        catch (JsonException failure)
        {
            throw errors.Unexpected(path, "a JSON document", failure);
        }
    }

    /// <summary>The API's own words, such as <c>{"message":"Unauthorized"}</c>; null where there are none.</summary>
    private string? Message(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            using var answer = new ApiAnswer(document.RootElement, "", errors);
            return answer.Text("message");
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record ApiResponse(HttpStatusCode Status, HttpResponseHeaders Headers, byte[] Body)
    {
        public bool IsSuccess => (int)Status is >= 200 and < 300;
    }
}

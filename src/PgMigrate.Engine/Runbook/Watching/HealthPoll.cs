using System.Diagnostics;
using System.Net.Http.Headers;

namespace PgMigrate.Engine.Runbook;

/// <summary>Asks a program whether it is well until it has said so three times in a row, or the time is over.</summary>
internal sealed class HealthPoll(Uri address, TimeSpan timeout, TimeSpan interval)
{
    private const int Needed = 3;
    private const int MostKept = 100;

    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(10);

    private readonly Queue<HealthAttempt> log = new();

    public int Attempts { get; private set; }

    public int Errors { get; private set; }

    public IReadOnlyList<HealthAttempt> Log => [.. log];

    /// <summary>The address without user, password, query and fragment.</summary>
    public static string Shown(Uri address) => address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    /// <summary>Whether the program was well in time.</summary>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        using var client = new HttpClient { Timeout = LongestAnswer };
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("PgMigrate", null));
        if (address.UserInfo.Length > 0) client.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Uri.UnescapeDataString(address.UserInfo))));
        var started = Stopwatch.GetTimestamp();
        for (var well = 0; ;)
        {
            var attempt = await AskAsync(client, cancellationToken).ConfigureAwait(false);
            well = attempt.Error is null ? well + 1 : 0;
            if (well == Needed) return true;
            if (Stopwatch.GetElapsedTime(started) + interval > timeout) return false;
            await Task.Delay(interval, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<HealthAttempt> AskAsync(HttpClient client, CancellationToken cancellationToken)
    {
        var (at, started) = (DateTimeOffset.UtcNow, Stopwatch.GetTimestamp());
        int? status = null;
        string? error = null;
        try
        {
            using var answer = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            status = (int)answer.StatusCode;
            if (!answer.IsSuccessStatusCode) error = $"HTTP {status}";
        }
        catch (HttpRequestException failure)
        {
            error = failure.InnerException?.Message ?? failure.Message;
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            error = $"no answer within {LongestAnswer.TotalSeconds:0} s";
        }

        Attempts++;
        if (error is not null) Errors++;
        var attempt = new HealthAttempt { At = at, StatusCode = status, Elapsed = Stopwatch.GetElapsedTime(started), Error = error };
        log.Enqueue(attempt);
        if (log.Count > MostKept) log.Dequeue();
        return attempt;
    }
}

using System.Text;
using System.Text.RegularExpressions;
using PgMigrate.Engine.Connections;

namespace PgMigrate.Engine.Runbook;

/// <summary>Counts the lines of a program's logs, from a place on, that tell of errors.</summary>
/// <param name="pattern">What such a line looks like.</param>
/// <param name="mask">Hides the databases' passwords in what is shown of them.</param>
internal sealed class LogWatch(string pattern, SecretMask mask)
{
    private const int MostLines = 20;
    private const int LongestLine = 400;

    // A pattern of the user's that backtracks must not hang the migration.
    private readonly Regex error = new(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
    private readonly Queue<string> last = new();

    public long Errors { get; private set; }

    /// <summary>The last lines, shortened.</summary>
    public IReadOnlyList<string> Lines => [.. last];

    /// <summary>Where the log ends now; 0 for one that is not there yet.</summary>
    public static long EndOf(string path) => File.Exists(path) ? new FileInfo(path).Length : 0;

    /// <summary>Reads what was written since. A log that is shorter by now was begun anew, and is read whole.</summary>
    /// <exception cref="MigrationException">LogNotReadable.</exception>
    public async Task ReadAsync(string path, long from, CancellationToken cancellationToken)
    {
        if (!File.Exists(path)) return;
        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            await using var closing = file.ConfigureAwait(false);
            if (file.Length >= from) file.Seek(from, SeekOrigin.Begin);
            using var reader = new StreamReader(file, Encoding.UTF8);
            while (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line) Take(line);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw RunbookErrors.LogUnreadable(path, failure);
        }
    }

    private void Take(string line)
    {
        if (!IsError(line)) return;
        Errors++;
        var shown = mask.Hide(line);
        last.Enqueue(shown.Length > LongestLine ? shown[..LongestLine] + "…" : shown);
        if (last.Count > MostLines) last.Dequeue();
    }

    private bool IsError(string line)
    {
        try
        {
            return error.IsMatch(line);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}

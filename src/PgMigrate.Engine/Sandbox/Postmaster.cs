using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace PgMigrate.Engine.Sandbox;

/// <summary>
/// What a server wrote of itself into <c>postmaster.pid</c>: its process id in the first line, in the third the second that it started
/// in.
/// </summary>
internal sealed record Postmaster(int ProcessId, DateTime Started)
{
    /// <summary>
    /// Whether that very process runs. The file of a server that crashed stays, and its id may belong to another program by now.
    /// </summary>
    public bool IsAlive
    {
        get
        {
            try
            {
                using var process = Process.GetProcessById(ProcessId);
                return process.ProcessName.StartsWith("postgres", StringComparison.Ordinal)
                    && (process.StartTime.ToUniversalTime() - Started).Duration() < TimeSpan.FromMinutes(1);
            }
            catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
            {
                return false;
            }
            catch (Win32Exception)
            {
                return false; // Not ours to look at, hence not ours to stop.
            }
        }
    }

    /// <summary>The server of the data directory; null where none wrote its file.</summary>
    public static async Task<Postmaster?> ReadAsync(string data, CancellationToken cancellationToken)
    {
        try
        {
            var lines = await File.ReadAllLinesAsync(Path.Combine(data, "postmaster.pid"), cancellationToken).ConfigureAwait(false);
            return lines.Length > 2
                && int.TryParse(lines[0], NumberStyles.None, CultureInfo.InvariantCulture, out var processId)
                && long.TryParse(lines[2], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                    ? new Postmaster(processId, DateTime.UnixEpoch.AddSeconds(seconds))
                    : null;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace PgMigrate.Engine.Tests.Servers;

/// <summary>PostgreSQL's own programs, as far as they are installed, or lie in the folder that a variable names, in folders by version as Debian has them.</summary>
internal static class InstalledProgram
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The newest program of that name, or the oldest that will do; where there is none, the test is skipped.</summary>
    public static string Find(string name, int? oldest = null)
    {
        var found = new[] { "/usr/lib/postgresql", Environment.GetEnvironmentVariable("PGMIGRATE_TEST_PROGRAMS") }
            .Where(Directory.Exists).SelectMany(folder => Directory.EnumerateDirectories(folder!))
            .Select(folder => (Major: int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? major : 0, Program: Path.Combine(folder, "bin", name)))
            .Where(one => one.Major >= (oldest ?? 0) && File.Exists(one.Program)).OrderBy(one => one.Major).ToList();
        Assert.SkipWhen(found.Count == 0, oldest is null ? $"{name} is not installed." : $"{name} {oldest} is not installed.");
        return (oldest is null ? found[^1] : found[0]).Program;
    }

    /// <summary>Runs a program to its end.</summary>
    /// <param name="path">The program.</param>
    /// <param name="endpoint">The server that it connects to, and unless an argument says otherwise the database; null for none.</param>
    /// <param name="arguments">Its arguments.</param>
    public static async Task<(int Code, byte[] Output, string Error)> RunAsync(string path, DatabaseEndpoint? endpoint, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (endpoint is not null)
        {
            start.Environment["PGHOST"] = endpoint.Host;
            start.Environment["PGPORT"] = endpoint.Port.ToString(CultureInfo.InvariantCulture);
            start.Environment["PGUSER"] = endpoint.Username;
            start.Environment["PGPASSWORD"] = endpoint.Password;
            start.Environment["PGDATABASE"] = endpoint.Database;
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(Cancellation);
        using var output = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(output, Cancellation).WaitAsync(Patience, Cancellation);
        await process.WaitForExitAsync(Cancellation).WaitAsync(Patience, Cancellation);
        return (process.ExitCode, output.ToArray(), await error);
    }
}

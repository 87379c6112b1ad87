using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace PgMigrate.Engine.Tests.Servers;

/// <summary>One of PostgreSQL's own programs: installed, or in the folder that a variable names, in folders by version as Debian has them.</summary>
/// <param name="Path">The program.</param>
/// <param name="Major">Its version.</param>
internal sealed record InstalledProgram(string Path, int Major)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The oldest program of that name that will do; where there is none, the test is skipped.</summary>
    public static InstalledProgram Find(string name, int oldest)
    {
        var found = All(name).Where(program => program.Major >= oldest).MinBy(program => program.Major);
        Assert.SkipWhen(found is null, $"{name} {oldest} is not installed.");
        return found!;
    }

    /// <summary>The newest program of that name.</summary>
    public static InstalledProgram FindNewest(string name)
    {
        var found = All(name).MaxBy(program => program.Major);
        Assert.SkipWhen(found is null, $"{name} is not installed.");
        return found!;
    }

    /// <summary>The oldest program of that name that is not older than a server: pg_dump refuses newer servers, and the newest writes what they do not know.</summary>
    public static async Task<InstalledProgram> FindForAsync(string name, DatabaseEndpoint endpoint)
        => Find(name, await Sql.ScalarAsync<int>(endpoint, "SELECT current_setting('server_version_num')::int / 10000"));

    /// <summary>Runs the program to its end.</summary>
    /// <param name="endpoint">The server that it connects to, and unless an argument says otherwise the database; null for none.</param>
    /// <param name="arguments">Its arguments.</param>
    public async Task<(int Code, byte[] Output, string Error)> RunAsync(DatabaseEndpoint? endpoint, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
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

    private static IEnumerable<InstalledProgram> All(string name) => new[] { "/usr/lib/postgresql", Environment.GetEnvironmentVariable("PGMIGRATE_TEST_PROGRAMS") }
        .Where(Directory.Exists).SelectMany(folder => Directory.EnumerateDirectories(folder!))
        .Select(folder => new InstalledProgram(
            System.IO.Path.Combine(folder, "bin", name), int.TryParse(System.IO.Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? major : 0))
        .Where(program => File.Exists(program.Path));
}

using System.Text;
using System.Text.RegularExpressions;
using PgMigrate.Engine.Tests.Schema;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Tests.Transfer;
using PgMigrate.Engine.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Archives;

/// <summary>Exports databases, and restores them with PostgreSQL's own programs.</summary>
internal static partial class Exporting
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Exports to the end. An export that hangs fails its test.</summary>
    public static async Task<DatabaseExportResult> RunAsync(DatabaseExportRequest request, IMigrationObserver? observer = null)
    {
        var result = await DatabaseExport.RunAsync(request, observer ?? new RecordingObserver(), Cancellation).WaitAsync(Patience, Cancellation);
        Assert.Equal(DatabaseExportStatus.Completed, result.Status);
        return result;
    }

    /// <summary>The export's own error.</summary>
    public static Task<MigrationException> FailsAsync(DatabaseExportRequest request)
        => Assert.ThrowsAsync<MigrationException>(() => DatabaseExport.RunAsync(request, new RecordingObserver(), Cancellation).WaitAsync(Patience, Cancellation));

    /// <summary>Restores an archive with pg_restore, which must say nothing.</summary>
    public static async Task RestoreAsync(string archive, DatabaseEndpoint destination, params string[] options)
    {
        var (code, said) = await RunProgramAsync("pg_restore", destination, ["-d", destination.Database, .. options, archive]);
        Assert.Equal((0, ""), (code, said.Error));
    }

    /// <summary>Runs a script with psql, which stops at the first error.</summary>
    public static async Task RunScriptAsync(string script, DatabaseEndpoint destination)
    {
        var (code, said) = await RunProgramAsync("psql", destination, ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", destination.Database, "-f", script]);
        Assert.Equal((0, ""), (code, said.Error));
    }

    /// <summary>What pg_restore lists of an archive, without ids, dates and what is not the archive's content.</summary>
    public static async Task<string> ListAsync(string archive)
    {
        var (code, said) = await RunProgramAsync("pg_restore", null, ["-l", archive]);
        Assert.True(code == 0, said.Error);
        return string.Join('\n', said.Output.Split('\n').Where(line => !line.StartsWith(';')).Select(line => DumpId().Replace(line, "")));
    }

    /// <summary>What pg_dump writes of a database.</summary>
    public static async Task<string> DumpAsync(DatabaseEndpoint database, params string[] options)
    {
        var (code, said) = await RunProgramAsync("pg_dump", database, [.. options, database.Database]);
        Assert.True(code == 0, said.Error);
        return said.Output;
    }

    /// <summary>A script without what differs from run to run: versions and the key that encloses it.</summary>
    public static string Normalize(string script) => Version().Replace(Restriction().Replace(script, "\\${word} key"), "-- Dumped ${word}");

    /// <summary>Both databases have the same objects in pg_dump's words, the same rows, and the same large objects byte for byte.</summary>
    public static async Task AssertSameAsync(DatabaseEndpoint source, DatabaseEndpoint destination)
    {
        Assert.Equal(await PgDump.ReadAsync(source, "--schema-only"), await PgDump.ReadAsync(destination, "--schema-only"));
        await SchemaCheck.AssertSameAsync(source, destination);
        Assert.Equal(Sorted(await DumpAsync(source, "--data-only")), Sorted(await DumpAsync(destination, "--data-only")));
        await Copying.AssertEqualAsync(source, destination);
    }

    /// <summary>Runs the program of that name that suits the server; where none is new enough, the test is skipped.</summary>
    public static async Task<(int Code, (string Output, string Error) Said)> RunProgramAsync(string name, DatabaseEndpoint? endpoint, IReadOnlyList<string> arguments)
    {
        var program = endpoint is null ? InstalledProgram.Find(name, oldest: 12) : await InstalledProgram.FindForAsync(name, endpoint);
        var (code, output, error) = await program.RunAsync(endpoint, arguments);
        return (code, (Encoding.UTF8.GetString(output), error));
    }

    private static string Sorted(string dump) => string.Join('\n', Normalize(dump).Split('\n').Order(StringComparer.Ordinal));

    [GeneratedRegex(@"^\d+; \d+ \d+ ")]
    private static partial Regex DumpId();

    [GeneratedRegex(@"^\\(?<word>restrict|unrestrict) \w+$", RegexOptions.Multiline)]
    private static partial Regex Restriction();

    [GeneratedRegex("^-- Dumped (?<word>from|by) .*$", RegexOptions.Multiline)]
    private static partial Regex Version();
}

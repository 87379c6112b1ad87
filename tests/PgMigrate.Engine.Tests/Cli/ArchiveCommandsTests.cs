using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Tests.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Cli;

/// <summary><c>pgmigrate export</c>, <c>import</c> and <c>archive</c>.</summary>
public sealed class ArchiveCommandsTests(TestServers servers) : IDisposable
{
    private const string Shop = """
        CREATE SCHEMA shop;
        CREATE TYPE shop.state AS ENUM ('new', 'paid');
        CREATE TABLE shop.orders (id serial PRIMARY KEY, state shop.state, total numeric);
        CREATE TABLE shop.logs (line text);
        INSERT INTO shop.orders (state, total) SELECT 'paid', n / 3.0 FROM generate_series(1, 300) AS n;
        INSERT INTO shop.logs VALUES (E'one\ttwo'), (NULL);
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("pgmigrate-test-").FullName;

    [Theory]
    [InlineData("shop.dump")]
    [InlineData("folder", "--format", "directory")]
    [InlineData("shop.sql", "--format", "plain")]
    [InlineData("noend", "--format", "plain", "--compression", "gzip")]
    public async Task Exports_a_database_and_imports_it(string name, params string[] options)
    {
        var (source, destination) = await EndsAsync();
        var path = Path.Combine(folder, name);

        var exported = await RunAsync(["export", Url(source), path, .. options]);
        var again = await RunAsync(["export", Url(source), path, .. options]);
        var imported = await RunAsync("import", path, Url(destination));

        Assert.True(exported is { ExitCode: 0, Error: "" }, exported.Everything);
        Assert.Matches(@"(?m)^ *shop\.orders +300 ", exported.Output);
        Assert.Matches(@"(?m)^Exported: \d+ entries and 302 rows of 2 tables, 0\.0 MiB as 0\.0 MiB in \d+\.\d s\.$", exported.Output);
        Assert.EndsWith(path + "\n", exported.Output, StringComparison.Ordinal);
        Assert.Equal(3, again.ExitCode);
        Assert.Matches(@"^error: .*\(ArchiveExists\)\n  → .*--force.*\n$", again.Error);
        Assert.True(imported is { ExitCode: 0, Error: "" }, imported.Everything);
        Assert.Matches(@"(?m)^Copied: \d+ objects and 302 rows of 2 tables", imported.Output);
        await Cloning.AssertSameAsync(source, destination);
    }

    [Fact]
    public async Task Tells_what_is_in_an_archive_and_gives_one_entry()
    {
        var (source, _) = await EndsAsync();
        var path = Path.Combine(folder, "shop.dump");
        await RunAsync("export", Url(source), path, "--compression", "none");

        var told = await RunAsync("archive", path);
        var listed = await RunAsync("archive", path, "--list");
        var table = listed.Output.Split('\n').Single(line => line.Contains(" TABLE shop orders ", StringComparison.Ordinal)).Split(';')[0];
        var rows = listed.Output.Split('\n').Single(line => line.Contains(" TABLE DATA shop logs ", StringComparison.Ordinal)).Split(';')[0];
        var definition = await RunAsync("archive", path, "--entry", table);
        var lines = await RunAsync("archive", path, "--entry", rows);
        var file = Path.Combine(folder, "rows.tsv");
        var extracted = await RunAsync("archive", path, "--entry", rows, "--output", file);

        Assert.StartsWith($"{path}: Custom 1.14, None, UTF8\n", told.Output, StringComparison.Ordinal);
        Assert.Contains($"\nDatabase {source.Database}\n", told.Output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^\d+ entries$", told.Output);
        Assert.StartsWith("CREATE TABLE shop.orders (\n", definition.Output, StringComparison.Ordinal);
        Assert.Equal("one\\ttwo\n\\N\n", lines.Output);
        Assert.Equal((0, ""), (extracted.ExitCode, extracted.Everything));
        Assert.Equal("one\\ttwo\n\\N\n", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Converts_an_archive_into_a_script()
    {
        var (source, destination) = await EndsAsync();
        var (archive, script) = (Path.Combine(folder, "shop.dump"), Path.Combine(folder, "shop.sql"));
        await RunAsync("export", Url(source), archive);

        var converted = await RunAsync("export", archive, script, "--format", "plain", "--no-owner");
        var imported = await RunAsync("import", script, Url(destination));

        Assert.True(converted.ExitCode == 0, converted.Everything);
        Assert.DoesNotContain("OWNER TO", await File.ReadAllTextAsync(script, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.True(imported.ExitCode == 0, imported.Everything);
        await Cloning.AssertSameAsync(source, destination);
    }

    [Theory]
    [InlineData("ParametersConflict", "--rows-per-insert", "10")]
    [InlineData("ParametersConflict", "--if-exists")]
    [InlineData("ParametersConflict", "--archive-version", "1.17")]
    [InlineData(null, "--archive-version", "new")]
    [InlineData(null, "--format", "tar!")]
    [InlineData(null, "--compression-level", "high")]
    public async Task Refuses_options_that_contradict_each_other_or_are_none(string? errorId, params string[] options)
    {
        var result = await RunAsync(["export", "postgresql://nobody@127.0.0.1:1/none", Path.Combine(folder, "archive"), .. options]);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(errorId ?? options[0], result.Error, StringComparison.Ordinal);
        Assert.EndsWith("See pgmigrate export --help.\n", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_what_is_no_archive()
    {
        var file = Path.Combine(folder, "file");
        await File.WriteAllBytesAsync(file, [1, 2, 0, 3], TestContext.Current.CancellationToken);

        var unknown = await RunAsync("archive", file);
        var missing = await RunAsync("import", Path.Combine(folder, "missing.dump"), "postgresql://nobody@127.0.0.1:1/none");
        var both = await RunAsync("archive", file, "--list", "--entry", "1");

        Assert.Equal((3, 3, 2), (unknown.ExitCode, missing.ExitCode, both.ExitCode));
        Assert.Contains("(ArchiveNotRecognized)", unknown.Error, StringComparison.Ordinal);
        Assert.Contains("(ArchiveNotFound)", missing.Error, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static Task<CliResult> RunAsync(params string[] arguments) => CliProcess.RunAsync(arguments);

    private static string Url(DatabaseEndpoint endpoint) => DatabaseUrl.Format(endpoint, DatabaseUrlDialect.Libpq).Text;

    private async Task<(DatabaseEndpoint Source, DatabaseEndpoint Destination)> EndsAsync()
    {
        var source = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(source, Shop);
        return (source, await servers.CreateDatabaseAsync());
    }
}

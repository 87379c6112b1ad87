using System.Text.Json;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Tests.Archives;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Cli;

/// <summary><c>--report</c> of the commands that give records.</summary>
public sealed class ReportOptionTests(TestServers servers) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task Each_command_writes_what_it_gave()
    {
        var source = await servers.CreateDatabaseAsync();
        var (cloned, imported, migrated) = (await servers.CreateDatabaseAsync(), await servers.CreateDatabaseAsync(), await servers.CreateDatabaseAsync());
        await Sql.ExecuteAsync(source, "CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t SELECT generate_series(1, 100)");
        await Sql.ExecuteAsync(migrated, "CREATE TABLE t (id int PRIMARY KEY)");
        var dump = Path.Combine(folder.Path, "t.dump");

        await GivesAsync(0, ["migrationReadiness"], "readiness", Url(source), "--skip-measurement");
        await GivesAsync(0, ["databaseExportResult"], "export", Url(source), dump);
        await GivesAsync(0, ["databaseCopyResult"], "clone", Url(source), Url(cloned));
        await GivesAsync(0, ["databaseCopyResult"], "import", dump, Url(imported));
        await GivesAsync(0, ["tableCopyResult"], "migrate", Url(source), Url(migrated));
        await GivesAsync(0, ["tableCopyResult"], "resume", Url(source), Url(migrated));
        await GivesAsync(0, ["migrationIntegrity", "tableIntegrity"], "verify", Url(source), Url(cloned));
        await GivesAsync(0, ["assessmentFinding"], "compare-schema", Url(source), Url(cloned));
        await Sql.ExecuteAsync(cloned, "DELETE FROM t WHERE id = 7; ALTER TABLE t ADD extra int");
        await GivesAsync(1, ["schemaDifference"], "compare-schema", Url(source), Url(cloned));
        await GivesAsync(1, ["assessmentFinding"], "compliance", Url(source));
    }

    [Fact]
    public async Task Several_forms_are_written_of_one_run_and_replace_older_ones()
    {
        var (left, right) = (await servers.CreateDatabaseAsync(), await servers.CreateDatabaseAsync());
        await Sql.ExecuteAsync(left, "CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (1)");
        await Sql.ExecuteAsync(right, "CREATE TABLE t (id int PRIMARY KEY)");
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "a.html"), "old", TestContext.Current.CancellationToken);

        var result = await CliProcess.RunAsync(["verify", Url(left), Url(right), "--report", "a.html", "--report", "a.xml", "--report", "a.md"], folder: folder.Path);

        Assert.True(result.ExitCode == 1, result.Everything);
        Assert.EndsWith(string.Concat(new[] { "a.html", "a.xml", "a.md" }.Select(name => $"Report: {Path.Combine(folder.Path, name)}\n")), result.Output, StringComparison.Ordinal);
        Assert.Contains("<h1>Report of pgmigrate verify</h1><span class=\"badge bad\">Failed</span>", await ReadAsync("a.html"), StringComparison.Ordinal);
        Assert.Contains("<failure", await ReadAsync("a.xml"), StringComparison.Ordinal);
        Assert.StartsWith("# Report of pgmigrate verify\n\n**Failed**", await ReadAsync("a.md"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_fails_leaves_no_report_of_an_earlier_one()
    {
        var (source, destination) = (await servers.CreateDatabaseAsync(), await servers.CreateDatabaseAsync());
        await Sql.ExecuteAsync(source, "CREATE TABLE t (id int)");
        await Sql.ExecuteAsync(destination, "CREATE TABLE other (id int)");
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "r.json"), "old", TestContext.Current.CancellationToken);

        var result = await CliProcess.RunAsync(["clone", Url(source), Url(destination), "--report", "r.json"], folder: folder.Path);

        Assert.True(result.ExitCode == 3, result.Everything);
        using var report = JsonDocument.Parse(await ReadAsync("r.json"));
        Assert.Equal("bad", report.RootElement.GetProperty("state").GetString());
        var finding = report.RootElement.GetProperty("objects").GetProperty("assessmentFinding")[0];
        Assert.Equal("DestinationNotEmpty", finding.GetProperty("check").GetString());
        Assert.Contains("--clean", finding.GetProperty("remedy").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("r.docx", ".html, .json, .xml (JUnit) or .md")]
    [InlineData("", ".html, .json, .xml (JUnit) or .md")]
    [InlineData("missing/r.html", "there is no folder")]
    public async Task What_cannot_be_written_is_told_before_the_work(string path, string words)
    {
        var result = await CliProcess.RunAsync(["verify", "postgresql://nobody@127.0.0.1:1/none", "postgresql://nobody@127.0.0.1:1/none", "--report", path], folder: folder.Path);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(words, result.Error, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private async Task GivesAsync(int exitCode, string[] kinds, params string[] arguments)
    {
        var result = await CliProcess.RunAsync([.. arguments, "--report", "report.json"], folder: folder.Path);
        Assert.True(result.ExitCode == exitCode, $"{arguments[0]}: {result.Everything}");
        using var report = JsonDocument.Parse(await ReadAsync("report.json"));
        Assert.Equal($"Report of pgmigrate {arguments[0]}", report.RootElement.GetProperty("title").GetString());
        var objects = report.RootElement.GetProperty("objects").EnumerateObject().Select(kind => kind.Name).ToList();
        Assert.All(kinds, kind => Assert.Contains(kind, objects));
    }

    private Task<string> ReadAsync(string name) => File.ReadAllTextAsync(Path.Combine(folder.Path, name), TestContext.Current.CancellationToken);

    private static string Url(DatabaseEndpoint endpoint) => DatabaseUrl.Format(endpoint, DatabaseUrlDialect.Libpq).Text;
}

using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Tests.Supabase;
using Xunit;

namespace PgMigrate.Engine.Tests.Cli;

public sealed class MigrationCommandTests(TestServers servers)
{
    [Fact]
    public async Task Lists_shows_applies_mends_and_takes_back()
    {
        var database = await servers.CreateDatabaseAsync();
        using var project = new TestProject(("001_a.sql", "CREATE TABLE a ();\nSELECT 1;"), ("002_b.sql", "fails"), ("down/001_a.sql", "DROP TABLE a"));

        var list = await RunAsync("list");
        var shown = await RunAsync("up", "--dry-run");
        var failed = await RunAsync("up");
        File.Delete(Path.Combine(project.Migrations, "002_b.sql"));
        var again = await RunAsync("up", "--include-all", "--on-error", "stop");
        var repaired = await RunAsync("repair", "777", "--status", "reverted");
        var undone = await RunAsync("down", "--to", "001");

        Assert.Equal((0, ""), (list.ExitCode, list.Error));
        Assert.Matches("001 +yes +Pending +a *\n", list.Output);
        Assert.Equal("001_a.sql: 2 statements in one transaction\n  1: CREATE TABLE a ()\n  2: SELECT 1\n002_b.sql: 1 statement in one transaction\n  1: fails\n", shown.Output);
        Assert.Equal((1, "001_a.sql: Applied\n002_b.sql: Failed\n1 of 2 files done.\n"), (failed.ExitCode, failed.Output));
        Assert.Equal(
            "error: 002_b.sql, line 1: syntax error at or near \"fails\" (SQLSTATE 42601).\n    fails\n    ^\n"
            + "Nothing of 002_b.sql was applied. Applied before it, and staying: 001_a.sql. (MigrationFailed)\n  → Mend 002_b.sql and run again: the next run continues with it.\n",
            failed.Error);
        Assert.Equal((0, "The database is up to date.\n"), (again.ExitCode, again.Output));
        Assert.Equal((0, "777: Reverted\n"), (repaired.ExitCode, repaired.Output));
        Assert.Equal((0, "001_a.sql: Undone\n1 of 1 files done.\n"), (undone.ExitCode, undone.Output));

        Task<CliResult> RunAsync(string command, params string[] options) => CliProcess.RunAsync(
            ["migration", command, "--path", project.Root, "--database", "env:TARGET_URL", .. options],
            new Dictionary<string, string> { ["TARGET_URL"] = DatabaseUrl.Format(database, DatabaseUrlDialect.Libpq).Text });
    }

    [Theory]
    [InlineData("repair", "001")]
    [InlineData("repair", "--status", "applied")]
    [InlineData("repair", "001", "--all", "--status", "applied")]
    [InlineData("up", "--on-error", "skip")]
    [InlineData("down", "--include-all")]
    public async Task Refuses_what_contradicts_itself(params string[] options)
    {
        var result = await CliProcess.RunAsync(["migration", .. options]);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--help", result.Error, StringComparison.Ordinal);
    }
}

using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Tests.Archives;
using PgMigrate.Engine.Tests.Integrity;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Cli;

/// <summary><c>pgmigrate verify</c> as a process.</summary>
public sealed class VerifyCommandTests(TestServers servers)
{
    private const string Shop = "CREATE TABLE items (id integer PRIMARY KEY, name text); INSERT INTO items SELECT n, 'item ' || n FROM generate_series(1, 500) n";

    [Fact]
    public async Task Says_what_differs_and_writes_what_would_repair_it()
    {
        using var folder = new TemporaryFolder();
        var script = Path.Combine(folder.Path, "repair.sql");
        var (source, destination) = await servers.TwinsAsync(Shop);
        await Sql.ExecuteAsync(destination, "UPDATE items SET name = 'other' WHERE id = 7; DELETE FROM items WHERE id = 9; CREATE INDEX extra ON items (name)");

        var all = await RunAsync(source, destination, "--repair-script", script);
        var counted = await RunAsync(source, destination, "--level", "count", "--scope", "ROWS");
        var sampled = await RunAsync(source, destination, "--level", "sample", "--sample-size", "500", "--seed", "3", "--scope", "rows", "--max-difference", "1");
        var objects = await RunAsync(source, destination, "--scope", "schema");

        Assert.Equal((1, 1, 1, 1), (all.ExitCode, counted.ExitCode, sampled.ExitCode, objects.ExitCode));
        Assert.Contains("Index public.extra on items: only in the destination", all.Output, StringComparison.Ordinal);
        Assert.Contains("1 differences of objects.", all.Output, StringComparison.Ordinal);
        Assert.Contains("public.items (id=7) changed: name: item 7 -> other", all.Output, StringComparison.Ordinal);
        Assert.Contains("public.items (id=9) missing", all.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("objects", counted.Output, StringComparison.Ordinal);
        Assert.Contains("more rows differ", sampled.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("items (id=", objects.Output, StringComparison.Ordinal);
        await Sql.ExecuteAsync(destination, await File.ReadAllTextAsync(script, TestContext.Current.CancellationToken) + "DROP INDEX extra");
        var mended = await RunAsync(source, destination, "--level", "full");
        Assert.True(mended.ExitCode == 0, mended.Everything);
        Assert.Contains("The objects, sequences and large objects are the same at both ends.", mended.Output, StringComparison.Ordinal);
        Assert.Contains("Every row of 1 tables is the same at both ends.", mended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_that_is_not_there_does_not_hide_the_others()
    {
        var (source, destination) = await servers.TwinsAsync(Shop + "; CREATE TABLE gone (id integer)");
        await Sql.ExecuteAsync(destination, "DROP TABLE gone");

        var result = await RunAsync(source, destination, "--scope", "rows", "--recheck", "1", "--recheck-delay", "1");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("public.gone: The destination has no public.gone.", result.Output, StringComparison.Ordinal);
        Assert.Contains("public.items: ✓ same, 500 rows", result.Everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keeps_its_journal_apart_from_other_checks()
    {
        using var folder = new TemporaryFolder();
        var journal = Path.Combine(folder.Path, "check");
        var (source, destination) = await servers.TwinsAsync(Shop);
        await File.WriteAllTextAsync(journal, "mine", TestContext.Current.CancellationToken);

        var refused = await RunAsync(source, destination, "--journal", journal);
        File.Delete(journal);
        var done = await RunAsync(source, destination, "--journal", journal, "--resume");
        var nowhere = await RunAsync(source, destination, "--resume");

        Assert.Equal((3, 0, 2), (refused.ExitCode, done.ExitCode, nowhere.ExitCode));
        Assert.Contains("(IntegrityJournalExists)", refused.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(journal));
    }

    private static Task<CliResult> RunAsync(DatabaseEndpoint source, DatabaseEndpoint destination, params string[] options) => CliProcess.RunAsync(
        ["verify", "env:SOURCE_URL", "env:TARGET_URL", .. options],
        new Dictionary<string, string> { ["SOURCE_URL"] = Url(source), ["TARGET_URL"] = Url(destination) });

    private static string Url(DatabaseEndpoint endpoint) => DatabaseUrl.Format(endpoint, DatabaseUrlDialect.Libpq).Text;
}

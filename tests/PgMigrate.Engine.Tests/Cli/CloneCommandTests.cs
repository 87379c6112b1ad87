using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Tests.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Cli;

public sealed class CloneCommandTests(TestServers servers)
{
    private const string Shop = """
        CREATE SCHEMA shop;
        CREATE TYPE shop.state AS ENUM ('new', 'paid');
        CREATE TABLE shop.orders (id serial, state shop.state, total numeric);
        CREATE TABLE shop.logs (line text);
        COMMENT ON TABLE shop.orders IS 'what was ordered';
        INSERT INTO shop.orders (state, total) SELECT 'paid', n / 3.0 FROM generate_series(1, 300) AS n;
        INSERT INTO shop.logs SELECT 'line ' || n FROM generate_series(1, 100) AS n;
        """;

    [Fact]
    public async Task Clones_a_database_and_says_what_of()
    {
        var (source, destination) = await EndsAsync();

        var cloned = await RunAsync(source, destination);
        var again = await RunAsync(source, destination);

        Assert.Equal((0, ""), (cloned.ExitCode, cloned.Error));
        Assert.Matches(@"(?m)^ *shop\.logs +copied +100 ", cloned.Output);
        Assert.Matches(@"(?m)^Copied: \d+ objects and 400 rows of 2 tables, 0\.0 MiB in \d+\.\d s\.$", cloned.Output);
        await Cloning.AssertSameAsync(source, destination);
        Assert.Equal(0, again.ExitCode);
        Assert.Matches(@"(?m)^Copied before: 0 objects \(\d+ by an earlier run\) and 0 rows of 2 tables", again.Output);
    }

    [Fact]
    public async Task Refuses_a_destination_with_objects_in_the_words_of_the_command_line_and_cleans_it_when_told()
    {
        var (source, destination) = await EndsAsync();
        await Sql.ExecuteAsync(destination, "CREATE SCHEMA shop; CREATE TABLE shop.orders (id integer)");

        var refused = await RunAsync(source, destination);
        var cleaned = await RunAsync(source, destination, "--clean", "--if-exists");

        Assert.Equal(3, refused.ExitCode);
        Assert.Matches(@"^error: .*shop\.orders.* \(DestinationNotEmpty\)\n  → .*--clean.*--force.*\n$", refused.Error);
        Assert.Equal(0, cleaned.ExitCode);
        await Cloning.AssertSameAsync(source, destination);
    }

    [Fact]
    public async Task Brings_the_schema_first_and_the_rows_later()
    {
        var (source, destination) = await EndsAsync();

        var sections = await RunAsync(source, destination, "--section", "pre-data", "--section", "post-data");
        var before = await Sql.ScalarAsync<long>(destination, "SELECT count(*) FROM shop.orders");
        var rows = await RunAsync(source, destination, "--data-only");

        Assert.True(sections.ExitCode == 0, sections.Everything);
        Assert.Equal(0L, before);
        Assert.True(rows.ExitCode == 0, rows.Everything);
        await Cloning.AssertSameAsync(source, destination);
    }

    [Fact]
    public async Task Lists_what_the_destination_refuses_and_goes_on_when_told()
    {
        var (source, destination) = await EndsAsync();
        await Sql.ExecuteAsync(destination, "CREATE SCHEMA shop; CREATE TYPE shop.state AS ENUM ('new', 'paid')");

        var stopped = await RunAsync(source, destination, "--force");
        var result = await RunAsync(source, destination, "--force", "--restart", "--on-error", "continue");

        Assert.Equal(3, stopped.ExitCode);
        Assert.Contains("(EntryFailed)", stopped.Error, StringComparison.Ordinal);
        Assert.Equal(1, result.ExitCode);
        Assert.Matches(@"(?m)^error: .*schema ""shop"" already exists \(EntryFailed\)$", result.Error);
        Assert.Matches(@"(?m)^error: .*type ""state"" already exists \(EntryFailed\)$", result.Error);
        Assert.Contains("Copied but for 2 failures: ", result.Output, StringComparison.Ordinal);
        await Cloning.AssertSameAsync(source, destination);
    }

    [Fact]
    public async Task Leaves_out_what_it_is_told_to()
    {
        var (source, destination) = await EndsAsync();

        var result = await RunAsync(source, destination, "--exclude-table", "logs", "--no-comments", "--remove-journal");

        Assert.True(result.ExitCode == 0, result.Everything);
        Assert.DoesNotContain("shop.logs", result.Output, StringComparison.Ordinal);
        Assert.Equal(
            "shop.orders without comment",
            await Sql.ScalarAsync<string>(
                destination,
                """
                SELECT string_agg(oid::regclass || coalesce(' with ' || obj_description(oid), ' without comment'), ', ')
                FROM pg_class WHERE relkind = 'r' AND relnamespace::regnamespace::text IN ('shop', 'pgmigrate')
                """));
    }

    [Fact]
    public async Task Shows_what_had_arrived_when_it_stops_and_goes_on_from_there()
    {
        var (source, destination) = await EndsAsync();
        await Sql.ExecuteAsync(
            source,
            $"""
            CREATE FUNCTION shop.here(integer) RETURNS integer LANGUAGE plpgsql IMMUTABLE AS
                $$ BEGIN IF current_database() <> '{source.Database}' THEN RAISE EXCEPTION 'not here'; END IF; RETURN $1; END $$;
            CREATE INDEX failing ON shop.orders (shop.here(id));
            """);

        var stopped = await RunAsync(source, destination, "--jobs", "1");
        await Sql.ExecuteAsync(source, "DROP INDEX shop.failing");
        var resumed = await RunAsync(source, destination, "--jobs", "1", "--resume");

        Assert.Equal(3, stopped.ExitCode);
        Assert.Matches(@"(?m)^Stopped: \d+ objects and \d+ rows of \d tables, ", stopped.Output);
        Assert.Matches(@"(?m)^error: INDEX shop failing: not here \(EntryFailed\)$", stopped.Error);
        Assert.Matches(@"  → .* \d+ of \d+ objects and the rows of \d of 2 tables have arrived; the same command with --resume goes on from there\.\n$", stopped.Error);
        Assert.True(resumed.ExitCode == 0, resumed.Everything);
        await Cloning.AssertSameAsync(source, destination);
    }

    [Fact]
    public async Task Carries_on_when_a_server_that_was_stopped_is_back_and_gives_up_when_the_time_is_over()
    {
        await using var server = await PrivateServer.StartAsync();
        var source = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(source, "CREATE TABLE t (id integer); INSERT INTO t SELECT generate_series(1, 1000)");
        await Sql.ExecuteAsync(server.Endpoint, "CREATE TABLE t (id integer)");
        await Sql.ExecuteAsync(server.Endpoint, "CHECKPOINT");

        await using var waiting = await StopMidRunAsync(server, source, "60");
        await Eventually.HoldsAsync("the loss is told", () => waiting.Error.Contains("Trying to reach it again for 60 s.", StringComparison.Ordinal));
        await server.StartAgainAsync();
        var carriedOn = await waiting.ResultAsync();

        Assert.True(carriedOn.ExitCode == 0, carriedOn.Everything);
        Assert.Equal(1000L, await Sql.ScalarAsync<long>(server.Endpoint, "SELECT count(*) FROM t"));

        await Sql.ExecuteAsync(server.Endpoint, "TRUNCATE t");
        await using var impatient = await StopMidRunAsync(server, source, "1", "--restart");
        var gaveUp = await impatient.ResultAsync();

        Assert.Equal(3, gaveUp.ExitCode);
        Assert.Contains("Trying to reach it again for 1 s.", gaveUp.Error, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^error: ", gaveUp.Error);
    }

    [Fact]
    public async Task A_pattern_that_chooses_nothing_is_no_success()
    {
        var (source, destination) = await EndsAsync();

        var result = await RunAsync(source, destination, "--table", "order");

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("(TableNotFound)", result.Error, StringComparison.Ordinal);
    }

    private async Task<(DatabaseEndpoint Source, DatabaseEndpoint Destination)> EndsAsync()
    {
        var request = await servers.DatabaseWithAsync(Shop);
        return (request.Source, request.Destination);
    }

    /// <summary>Copies rows to a table that is locked, and stops the server while the copy waits for it.</summary>
    private static async Task<CliProcess> StopMidRunAsync(PrivateServer server, DatabaseEndpoint source, string seconds, params string[] options)
    {
        await using var blocker = await Blocker.HoldAsync(server.Endpoint, "LOCK TABLE t IN ACCESS EXCLUSIVE MODE");
        var program = CliProcess.Start(
            ["clone", "env:SOURCE_URL", "env:TARGET_URL", "--data-only", "--reconnect-timeout", seconds, .. options],
            new Dictionary<string, string> { ["SOURCE_URL"] = Url(source), ["TARGET_URL"] = Url(server.Endpoint) });
        await Blocker.KeepsWaitingAsync(server.Endpoint, "%");
        await server.StopImmediatelyAsync();
        return program;
    }

    /// <summary>Clones with both ends in variables, as a script would; whatever is written must not hold a password.</summary>
    private static async Task<CliResult> RunAsync(DatabaseEndpoint source, DatabaseEndpoint destination, params string[] options)
    {
        var result = await CliProcess.RunAsync(
            ["clone", "env:SOURCE_URL", "env:TARGET_URL", .. options],
            new Dictionary<string, string> { ["SOURCE_URL"] = Url(source), ["TARGET_URL"] = Url(destination) });
        Assert.DoesNotContain(source.Password!, result.Everything, StringComparison.Ordinal);
        Assert.DoesNotContain(destination.Password!, result.Everything, StringComparison.Ordinal);
        return result;
    }

    private static string Url(DatabaseEndpoint endpoint) => DatabaseUrl.Format(endpoint, DatabaseUrlDialect.Libpq).Text;
}

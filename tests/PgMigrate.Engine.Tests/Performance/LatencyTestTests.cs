using PgMigrate.Engine.Performance;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Performance;

/// <summary>Latencies of real servers. How long something takes is never asserted, but where the query itself makes sure of it.</summary>
public sealed class LatencyTestTests(TestServers servers)
{
    private const string Shop = """
        CREATE SCHEMA shop;
        CREATE TABLE shop.orders (region text, id int, total numeric, PRIMARY KEY (region, id));
        INSERT INTO shop.orders SELECT 'r' || n % 3, n, n FROM generate_series(1, 5000) AS n;
        CREATE TABLE shop.parts (id int PRIMARY KEY, at date) PARTITION BY RANGE (id);
        CREATE TABLE shop.parts_1 PARTITION OF shop.parts FOR VALUES FROM (0) TO (1000);
        INSERT INTO shop.parts SELECT n, date '2024-01-01' FROM generate_series(1, 900) AS n;
        CREATE TABLE shop.log (line text);
        CREATE TABLE shop.nothing (id int PRIMARY KEY);
        """;

    [Fact]
    public async Task Reads_of_the_largest_tables_are_measured_at_both_ends_with_keys_that_are_there()
    {
        var (source, destination) = (await servers.CreateDatabaseAsync(), await servers.CreateDatabaseAsync());
        foreach (var end in new[] { source, destination }) await Sql.ExecuteAsync(end, Shop);

        var (_, queries, report) = await MeasureAsync(new() { Source = source, Destination = destination, Count = 7, Warmup = 2, ConnectionCount = 2 });

        Assert.Equal(
            [
                "round trip", "shop.orders: one row by key", "shop.orders: page of 20", "shop.orders: count of up to 10000", "shop.parts: one row by key", "shop.parts: page of 20", "shop.parts: count of up to 10000",
                "shop.nothing: count of up to 10000",
            ],
            queries.Select(query => query.Name));
        Assert.All(queries, query =>
        {
            foreach (var figures in new[] { query.Source, query.Destination! })
            {
                Assert.Null(figures.ErrorMessage);
                Assert.Equal(7, figures.Samples);
                Assert.True(TimeSpan.Zero < figures.Minimum && figures.Minimum <= figures.P50 && figures.P50 <= figures.P95 && figures.P95 <= figures.P99 && figures.P99 <= figures.Maximum, figures.ToString());
            }

            Assert.True(query.Ratio > 0);
        });
        Assert.Equal((8, 0, 8L * 2 * 7), (report.Queries, report.FailedQueries, report.Samples));
    }

    [Fact]
    public async Task A_slow_query_breaks_the_budgets_and_a_loose_budget_is_kept()
    {
        var (source, destination) = (await servers.CreateDatabaseAsync(), await servers.CreateDatabaseAsync());
        // The same view is slow at one end only: twenty times the budget, and the loose budgets are minutes away.
        await Sql.ExecuteAsync(source, "CREATE VIEW slow AS SELECT 1");
        await Sql.ExecuteAsync(destination, "CREATE VIEW slow AS SELECT pg_sleep(0.2)::text");
        var request = new LatencyRequest
        {
            Source = source,
            Destination = destination,
            Queries = [new() { Name = "slow", Sql = "SELECT * FROM slow" }],
            Count = 3,
            Warmup = 0,
            ConnectionCount = 1,
            ConnectionBudget = TimeSpan.FromMinutes(10),
        };

        var strict = await MeasureAsync(request with { P95Budget = TimeSpan.FromMilliseconds(10), P99Budget = TimeSpan.FromMilliseconds(10), ConnectionBudget = TimeSpan.FromTicks(1), MaxRatio = 0.000001 });
        var loose = await MeasureAsync(request with { P95Budget = TimeSpan.FromMinutes(10), P99Budget = TimeSpan.FromMinutes(10), MaxRatio = 1e9 });

        Assert.Equal([LatencyBudget.Connection, LatencyBudget.P95, LatencyBudget.P99, LatencyBudget.Ratio], strict.Report.Breaches.Select(breach => breach.Budget));
        Assert.False(strict.Report.IsWithinBudget);
        Assert.True(strict.Queries[0].Destination!.Minimum >= TimeSpan.FromMilliseconds(190), strict.Queries[0].ToString());
        Assert.Matches(@"^95 of 100 runs of 'slow' keep [\d.]+ ms; the budget is 10 ms\.$", strict.Queries[0].Breaches[0].What);
        Assert.Equal([], strict.Connections[0].Breaches);
        Assert.True(loose.Report.IsWithinBudget, string.Join("\n", loose.Report.Breaches));
    }

    [Fact]
    public async Task What_one_end_does_not_answer_is_told_and_the_rest_goes_on()
    {
        var (source, destination) = (await servers.CreateDatabaseAsync(), await servers.CreateDatabaseAsync());
        await Sql.ExecuteAsync(source, "CREATE TABLE only_here (id int PRIMARY KEY); INSERT INTO only_here VALUES (1)");
        await Sql.ExecuteAsync(destination, "CREATE FUNCTION lost() RETURNS bool LANGUAGE sql AS 'SELECT pg_terminate_backend(pg_backend_pid())'");
        await Sql.ExecuteAsync(source, "CREATE FUNCTION lost() RETURNS bool LANGUAGE sql AS 'SELECT true'");
        var request = new LatencyRequest
        {
            Source = source,
            Destination = destination,
            Count = 3,
            Warmup = 1,
            ConnectionCount = 1,
            ThrottleLimit = 2,
            StatementTimeout = TimeSpan.FromSeconds(1),
            Queries =
            [
                new() { Name = "missing", Sql = "SELECT * FROM only_here" }, new() { Name = "lost", Sql = "SELECT lost()" }, new() { Name = "endless", Sql = "SELECT pg_sleep(60)" },
                new() { Name = "writing", Sql = "WITH gone AS (DELETE FROM only_here RETURNING id) SELECT * FROM gone" }, new() { Name = "after", Sql = "SELECT 1;" },
            ],
        };

        var (_, queries, report) = await MeasureAsync(request);

        Assert.Equal((3, null), (queries[0].Source.Samples, queries[0].Source.ErrorMessage));
        Assert.Equal("relation \"only_here\" does not exist (42P01)", queries[0].Destination!.ErrorMessage);
        Assert.Null(queries[0].Ratio);
        Assert.Equal((3, 0), (queries[1].Source.Samples, queries[1].Destination!.Samples));
        Assert.NotNull(queries[1].Destination!.ErrorMessage);
        Assert.All(new[] { queries[2].Source, queries[2].Destination! }, figures => Assert.Equal("canceling statement due to statement timeout (57014)", figures.ErrorMessage));
        Assert.EndsWith("in a read-only transaction (25006)", queries[3].Source.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal((3, 3), (queries[4].Source.Samples, queries[4].Destination!.Samples));
        Assert.Equal(1, await Sql.ScalarAsync<long>(source, "SELECT count(*) FROM only_here"));
        Assert.Equal((5, 4), (report.Queries, report.FailedQueries));
        Assert.All(report.Breaches, breach => Assert.Equal(LatencyBudget.Answer, breach.Budget));
    }

    [Fact]
    public async Task A_connections_parts_and_the_servers_room_are_told()
    {
        var source = await servers.CreateDatabaseAsync();
        await using var other = await Sql.OpenAsync(source);

        var (connections, _, report) = await MeasureAsync(new() { Source = source, Queries = [LatencyQuery.Of("SELECT 1")], Count = 1, Warmup = 0, ConnectionCount = 3 });

        var connection = Assert.Single(connections);
        Assert.Equal((DatabaseEnd.Source, 3, PoolerMode.None), (connection.End, connection.Samples, connection.Pooler));
        Assert.Null(connection.NameResolution);
        Assert.Null(connection.TlsHandshake);
        Assert.True(connection.TcpConnect > TimeSpan.Zero && connection.TcpConnect + connection.Login <= connection.P50 + connection.TcpConnect, connection.ToString());
        Assert.Equal(await Sql.ScalarAsync<int>(source, "SELECT current_setting('max_connections')::int"), connection.MaxConnections);
        Assert.InRange(connection.ReservedConnections, 1, connection.MaxConnections);
        Assert.InRange(connection.UsedConnections, 2, connection.MaxConnections);
        Assert.Contains(connection.UsedBy, use => use.Database == source.Database && use.State == "idle" && use.Application is null);
        Assert.Contains(connection.UsedBy, use => use.Database == source.Database && use.State == "active" && use.Application == "PgMigrate");
        Assert.Null(report.Destination);
    }

    [Fact]
    public async Task A_pooler_in_transaction_mode_is_measured_as_applications_meet_it_and_nothing_stays_set_there()
    {
        var database = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(database, "CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (1)");
        await using var pooler = await PgBouncer.StartAsync(database, PoolerMode.Transaction);
        var timeout = await Sql.ScalarAsync<string>(pooler.Endpoint, "SHOW statement_timeout");

        var (connections, queries, report) = await MeasureAsync(new() { Source = pooler.Endpoint, Count = 5, Warmup = 1, ConnectionCount = 2, ThrottleLimit = 2, ConnectionBudget = TimeSpan.FromMinutes(10) });

        Assert.Equal(PoolerMode.Transaction, connections[0].Pooler);
        Assert.Contains("SHOW POOLS", Assert.Single(connections[0].Hints, hint => hint.Contains("transaction mode", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal(4, queries.Count);
        Assert.All(queries, query => Assert.Equal((5, null), (query.Source.Samples, query.Source.ErrorMessage)));
        Assert.True(report.IsWithinBudget);
        Assert.Equal(timeout, await Sql.ScalarAsync<string>(pooler.Endpoint, "SHOW statement_timeout"));
        Assert.Equal("off", await Sql.ScalarAsync<string>(pooler.Endpoint, "SHOW transaction_read_only"));
    }

    [Theory]
    [InlineData("DELETE FROM t", "begins with DELETE")]
    [InlineData("SELECT 1; SELECT 2", "has 2 statements")]
    [InlineData("-- nothing", "is empty")]
    [InlineData("COMMIT", "begins with COMMIT")]
    [InlineData("COPY t TO '/tmp/x'", "begins with COPY")]
    public void Only_single_statements_that_read_are_taken(string sql, string why)
    {
        var failure = Assert.Throws<MigrationException>(() => new LatencyTest(new() { Source = Nowhere, Queries = [new() { Name = "q", Sql = sql }] }, new RecordingObserver()));

        Assert.Equal("LatencyQueryRefused", failure.ErrorId);
        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_ratio_needs_two_ends()
        => Assert.Equal("ParametersConflict", Assert.Throws<MigrationException>(() => new LatencyTest(new() { Source = Nowhere, MaxRatio = 2 }, new RecordingObserver())).ErrorId);

    [Fact]
    public void Poolers_and_scarce_connections_are_worth_a_hint()
    {
        var latency = new ConnectionLatency
        {
            End = DatabaseEnd.Source,
            Database = "d",
            ServerVersion = "17",
            Samples = 1,
            P50 = default,
            P95 = default,
            Maximum = default,
            Pooler = PoolerMode.None,
            MaxConnections = 100,
            ReservedConnections = 10,
            UsedConnections = 20,
        };
        var supabase = Nowhere with { Provider = DatabaseProvider.Supabase };

        Assert.Empty(ConnectionRoom.Hints(latency, Nowhere));
        Assert.Contains("Supavisor", Assert.Single(ConnectionRoom.Hints(latency with { Pooler = PoolerMode.Transaction }, supabase)), StringComparison.Ordinal);
        Assert.Contains("SHOW POOLS", Assert.Single(ConnectionRoom.Hints(latency with { Pooler = PoolerMode.Transaction }, Nowhere)), StringComparison.Ordinal);
        Assert.Contains("15 unless", Assert.Single(ConnectionRoom.Hints(latency with { Pooler = PoolerMode.Session }, supabase)), StringComparison.Ordinal);
        Assert.StartsWith("Of 90 connections 5 are free", Assert.Single(ConnectionRoom.Hints(latency with { UsedConnections = 85 }, Nowhere)), StringComparison.Ordinal);
    }

    private static DatabaseEndpoint Nowhere => new() { Kind = DatabaseKind.PostgreSql, Hosts = [new("127.0.0.1", 1)], Database = "none" };

    private static async Task<(IReadOnlyList<ConnectionLatency> Connections, List<QueryLatency> Queries, LatencyReport Report)> MeasureAsync(LatencyRequest request)
    {
        await using var test = new LatencyTest(request, new RecordingObserver());
        var connections = await test.MeasureConnectionsAsync(TestContext.Current.CancellationToken);
        var queries = new List<QueryLatency>();
        await foreach (var query in test.MeasureQueriesAsync(TestContext.Current.CancellationToken)) queries.Add(query);
        return (connections, queries, test.Report);
    }
}

using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Readiness;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Tests.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Readiness;

/// <summary>What the servers of a migration are, allow and are busy with.</summary>
public sealed class ServerCheckTests(TestServers servers)
{
    [Fact]
    public async Task Warns_of_a_destination_that_is_older_than_the_source()
    {
        var request = new ReadinessRequest { Source = await servers.CreateDatabaseAsync(17), Destination = await servers.CreateDatabaseAsync(15) };

        var older = Assert.Single(await ReadinessRun.OfAsync(request, "server_version"));
        Assert.Equal((FindingSeverity.Warning, request.Destination!.ToString()), (older.Severity, older.Object));
        Assert.Empty(await ReadinessRun.OfAsync(new ReadinessRequest { Source = request.Destination, Destination = request.Source }, "server_version"));
    }

    [Fact]
    public async Task Tells_a_version_that_gets_no_more_fixes()
    {
        var old = Assert.Single(await ReadinessRun.OfAsync(await servers.CreateDatabaseAsync(13), "server_version"));

        Assert.Equal(FindingSeverity.Information, old.Severity);
        Assert.Contains("PostgreSQL 13", old.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pooler_in_session_mode_is_told_and_one_in_transaction_mode_is_refused()
    {
        var database = await servers.CreateDatabaseAsync();
        await using var sessions = await PgBouncer.StartAsync(database, PoolerMode.Session);
        await using var transactions = await PgBouncer.StartAsync(database, PoolerMode.Transaction);

        Assert.Empty(await ReadinessRun.OfAsync(database, "endpoint_route"));
        var told = Assert.Single(await ReadinessRun.OfAsync(sessions.Endpoint, "endpoint_route"));
        Assert.Equal((FindingSeverity.Information, sessions.Endpoint.ToString()), (told.Severity, told.Object));

        var (findings, verdict) = await ReadinessRun.RunAsync(new() { Source = transactions.Endpoint, Destination = await servers.CreateDatabaseAsync() });
        var refused = Assert.Single(findings, finding => finding.Severity == FindingSeverity.Error);
        Assert.Equal(("copy_refused", transactions.Endpoint.ToString(), ReadinessGrade.C), (refused.Check, refused.Object, verdict.Grade));
        Assert.Contains("session mode", refused.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Tells_addresses_of_poolers_and_of_IPv6_alone()
    {
        const string Project = "abcdefghijklmnopqrst";
        var pooled = EndpointParser.Parse($"postgresql://postgres.{Project}:x@aws-0-eu-central-1.pooler.supabase.com:6543/postgres");
        var direct = EndpointParser.Parse($"postgresql://postgres:x@db.{Project}.supabase.co:5432/postgres");
        var plain = EndpointParser.Parse("postgresql://app:x@db.example.com/app");

        var rerouted = new EndpointRoute().Find(pooled, MigrationRoute.Prepare(pooled, new RecordingObserver()), null).ToList();

        Assert.Equal([FindingSeverity.Warning, FindingSeverity.Information], rerouted.Select(finding => finding.Severity));
        Assert.Contains(":5432", rerouted[0].What, StringComparison.Ordinal);
        Assert.Contains("IPv6", Assert.Single(new EndpointRoute().Find(direct, direct, PoolerMode.None)).What, StringComparison.Ordinal);
        Assert.Empty(new EndpointRoute().Find(plain, plain, PoolerMode.None));
    }

    [Fact]
    public async Task Tells_how_many_connections_are_free_where_a_copy_wants_more()
    {
        var database = await servers.CreateOwnerAsync();
        var request = new ReadinessRequest { Source = database, ThrottleLimit = 4 };
        Assert.Empty(await ReadinessRun.OfAsync(request, "connection_limit"));

        await Sql.ExecuteAsync(database with { Username = (await servers.ServerAsync()).Endpoint.Username, Password = (await servers.ServerAsync()).Endpoint.Password }, $"ALTER ROLE {database.Username} CONNECTION LIMIT 4");
        var few = Assert.Single(await ReadinessRun.OfAsync(request, "connection_limit"));
        Assert.Equal(FindingSeverity.Warning, few.Severity);
        Assert.Contains("the role is allowed", few.What, StringComparison.Ordinal);
        Assert.Contains("-ThrottleLimit 2", few.Remedy, StringComparison.Ordinal);

        await using var held = await Sql.OpenAsync(database);
        await using var held2 = await Sql.OpenAsync(database);
        Assert.Equal(FindingSeverity.Error, Assert.Single(await ReadinessRun.OfAsync(request, "connection_limit")).Severity);
    }

    [Fact]
    public async Task Tells_timeouts_that_the_role_or_the_database_gives()
    {
        var (source, destination) = (await servers.CreateDatabaseAsync(), await servers.CreateDatabaseAsync());
        Assert.Empty(await ReadinessRun.OfAsync(source, "session_timeout"));

        await Sql.ExecuteAsync(destination, $"ALTER DATABASE {destination.Database} SET statement_timeout = '2min'; ALTER DATABASE {destination.Database} SET lock_timeout = '8s'");

        Assert.Equal(["lock_timeout", "statement_timeout"], (await ReadinessRun.OfAsync(new ReadinessRequest { Source = source, Destination = destination }, "session_timeout")).Select(finding => finding.Object));
    }

    [Fact]
    public async Task A_destination_that_takes_no_writes_must_be_opened_first()
    {
        var request = new ReadinessRequest { Source = await servers.CreateDatabaseAsync(), Destination = await servers.CreateDatabaseAsync(), SkipMeasurement = true };
        await Sql.ExecuteAsync(request.Destination!, $"ALTER DATABASE {request.Destination!.Database} SET default_transaction_read_only = on");

        var (findings, verdict) = await ReadinessRun.RunAsync(request);

        var closed = Assert.Single(findings, finding => finding.Severity == FindingSeverity.Error);
        Assert.Equal(("read_only_server", ReadinessGrade.C), (closed.Check, verdict.Grade));
        await using (var connection = await Sql.OpenAsync(request.Destination!))
        {
            foreach (var statement in SqlScript.Split(closed.Statement!))
            {
                await using var command = new Npgsql.NpgsqlCommand(statement.Text, connection);
                await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            }
        }

        Assert.Equal(ReadinessGrade.A, (await ReadinessRun.RunAsync(request)).Verdict.Grade);
    }

    [Fact]
    public async Task Tells_who_holds_a_table_and_who_has_written_and_not_committed()
    {
        var request = new ReadinessRequest { Source = await servers.CreateDatabaseAsync(), LongTransactionAge = TimeSpan.Zero, LockTimeout = TimeSpan.FromMilliseconds(100), SkipMeasurement = true };
        await Sql.ExecuteAsync(request.Source, "CREATE TABLE t (id int); CREATE TABLE u (id int)");
        Assert.Empty((await ReadinessRun.RunAsync(request with { Checks = ["table_locked", "long_transaction"] })).Findings);
        await using var blocker = await Blocker.HoldAsync(request.Source, "LOCK TABLE t; INSERT INTO u VALUES (1)");

        var (findings, _) = await ReadinessRun.RunAsync(request);

        Assert.Equal("public.t", Assert.Single(findings, finding => finding.Check == "table_locked").Object);
        Assert.Contains("has written", Assert.Single(findings, finding => finding.Check == "long_transaction").What, StringComparison.Ordinal);
        Assert.Contains("could not be locked", Assert.Single(findings, finding => finding.Check == "copy_refused").What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tells_what_only_a_server_knows()
    {
        await using var server = await PrivateServer.StartAsync();
        foreach (var statement in new[] { "ALTER SYSTEM SET wal_level = logical", "ALTER SYSTEM SET max_prepared_transactions = 5" }) await Sql.ScalarAsync<object>(server.Endpoint, statement);
        await server.StopImmediatelyAsync();
        await server.StartAgainAsync();
        foreach (var check in new[] { "logical_replication_unavailable", "prepared_transaction", "replication_slot" }) Assert.Empty(await ReadinessRun.OfAsync(server.Endpoint, check));

        foreach (var statement in new[] { "SELECT pg_create_logical_replication_slot('readers', 'pgoutput')" }) await Sql.ScalarAsync<object>(server.Endpoint, statement);
        await using (var connection = await Sql.OpenAsync(server.Endpoint))
        {
            foreach (var statement in new[] { "BEGIN", "CREATE TABLE t (id int)", "PREPARE TRANSACTION 'left behind'" })
            {
                await using var command = new Npgsql.NpgsqlCommand(statement, connection);
                await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            }
        }

        Assert.Equal(["readers"], (await ReadinessRun.OfAsync(server.Endpoint, "replication_slot")).Select(finding => finding.Object));
        var prepared = Assert.Single(await ReadinessRun.OfAsync(server.Endpoint, "prepared_transaction"));
        Assert.Equal(("left behind", "ROLLBACK PREPARED 'left behind';"), (prepared.Object, prepared.Statement));

        foreach (var statement in new[] { prepared.Statement!, "SELECT pg_drop_replication_slot('readers')", "ALTER SYSTEM SET wal_level = replica" }) await Sql.ScalarAsync<object>(server.Endpoint, statement);
        await server.StopImmediatelyAsync();
        await server.StartAgainAsync();
        Assert.Equal(["wal_level"], (await ReadinessRun.OfAsync(server.Endpoint, "logical_replication_unavailable")).Select(finding => finding.Object));
    }
}

using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Toc;
using Xunit;

namespace PgMigrate.Engine.Tests.Schema;

public sealed class SubscriptionEntriesTests(TestServers servers)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Writes_subscriptions_with_all_options_as_pg_dump_does() => await SchemaCheck.RequireSameAsPgDumpAsync(
        servers,
        """
        CREATE SUBSCRIPTION plain CONNECTION 'host=nowhere.invalid password=it''''s' PUBLICATION one WITH (connect = false, slot_name = NONE);
        CREATE SUBSCRIPTION full_of_options CONNECTION 'dbname=doesnotexist' PUBLICATION one, "Odd ""P", "select" WITH (
            connect = false, slot_name = 'some_slot', binary = true, streaming = on, two_phase = true, disable_on_error = true,
            synchronous_commit = remote_apply);
        CREATE SUBSCRIPTION "Odd ""S; --
        select" CONNECTION 'dbname=doesnotexist' PUBLICATION one WITH (connect = false, slot_name = NONE, synchronous_commit = local);
        CREATE SUBSCRIPTION own_slot CONNECTION 'dbname=doesnotexist' PUBLICATION one WITH (connect = false);
        CREATE SUBSCRIPTION "select" CONNECTION 'dbname=doesnotexist' PUBLICATION one WITH (connect = false, synchronous_commit = on, slot_name = NONE);
        COMMENT ON SUBSCRIPTION plain IS 'it''s \ plain';
        """);

    [Theory]
    [MemberData(nameof(TestServers.AllMajors), MemberType = typeof(TestServers))]
    public async Task Restores_subscriptions_of_every_version(int major)
    {
        var options = new (int Since, string Option)[]
        {
            (13, "synchronous_commit = remote_write"), (14, "binary = true"), (15, "two_phase = on"), (15, "disable_on_error = true"),
            (16, "password_required = false"), (16, "run_as_owner = true"), (16, "origin = none"), (16, "streaming = parallel"), (17, "failover = true"),
        }.Where(one => one.Since <= major).Select(one => one.Option).ToList();
        var entries = await SchemaCheck.RequireSameCloneAsync(
            servers,
            $"""
            CREATE SUBSCRIPTION options CONNECTION 'dbname=doesnotexist' PUBLICATION one WITH (connect = false, slot_name = 's', {string.Join(", ", options)});
            CREATE SUBSCRIPTION plain CONNECTION 'dbname=doesnotexist' PUBLICATION one WITH (connect = false, slot_name = NONE);
            CREATE SUBSCRIPTION whole CONNECTION 'dbname=doesnotexist' PUBLICATION one WITH (connect = false{(major >= 14 ? ", streaming = off" : "")});
            """,
            major);

        var definitions = entries.Where(entry => entry.Desc == TocDesc.Subscription).Select(entry => entry.Definition).ToList();
        Assert.All(options, option => Assert.Contains(option, definitions[0], StringComparison.Ordinal));
        Assert.Equal(major >= 16, definitions[2].Contains("streaming = off", StringComparison.Ordinal));
        Assert.Equal(major >= 18, definitions[1].Contains("streaming = parallel", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Leaves_subscriptions_out_that_the_role_may_not_read_and_says_so()
    {
        var endpoint = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(
            endpoint,
            """
            DO $$ BEGIN CREATE ROLE subscription_reader LOGIN PASSWORD 'reader'; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
            CREATE SUBSCRIPTION "Hidden" CONNECTION 'password=canary' PUBLICATION one WITH (connect = false, slot_name = NONE);
            """);

        await using var connection = await Sql.OpenAsync(endpoint with { Username = "subscription_reader", Password = "reader" });
        var database = await new DatabaseReader(await CatalogSession.StartAsync(connection, Cancellation)).ReadAsync(Cancellation);

        Assert.Empty(database.Subscriptions);
        var finding = Assert.Single(database.Findings);
        Assert.Equal((MigrationFindingKind.Subscription, "Hidden"), (finding.Kind, finding.Object));
    }

    [Fact]
    public async Task Never_prints_the_password_of_a_subscription()
    {
        var endpoint = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(endpoint, "CREATE SUBSCRIPTION s CONNECTION 'password=canary' PUBLICATION one WITH (connect = false, slot_name = NONE)");

        await using var connection = await Sql.OpenAsync(endpoint);
        var database = await new DatabaseReader(await CatalogSession.StartAsync(connection, Cancellation)).ReadAsync(Cancellation);

        var subscription = Assert.Single(database.Subscriptions);
        Assert.Contains("canary", subscription.ConnectionInfo, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", subscription.ToString(), StringComparison.Ordinal);
        Assert.Empty(database.Findings);
    }
}

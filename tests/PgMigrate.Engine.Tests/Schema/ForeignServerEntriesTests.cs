using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Schema;

public sealed class ForeignServerEntriesTests(TestServers servers)
{
    internal const string Servers =
        """
        DO $$ BEGIN
            CREATE ROLE foreign_owner SUPERUSER; CREATE ROLE "Odd ""foreign"; CREATE ROLE foreign_user;
        EXCEPTION WHEN duplicate_object THEN NULL; END $$;
        CREATE SCHEMA app;
        CREATE FUNCTION app.check_options(text[], oid) RETURNS void LANGUAGE internal AS 'postgresql_fdw_validator';
        CREATE FUNCTION app.handle() RETURNS fdw_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
        CREATE FOREIGN DATA WRAPPER bare;
        CREATE FOREIGN DATA WRAPPER "Odd ""wrapper" HANDLER app.handle OPTIONS (b 'it''s', "A \odd" 'back\slash', empty '');
        CREATE FOREIGN DATA WRAPPER checked VALIDATOR app.check_options;
        CREATE SERVER plain FOREIGN DATA WRAPPER bare;
        CREATE SERVER "Odd ""server" TYPE 'it''s' VERSION '1.0\b' FOREIGN DATA WRAPPER "Odd ""wrapper" OPTIONS (host 'localhost', dbname 'a=b, c');
        CREATE SERVER checked FOREIGN DATA WRAPPER checked OPTIONS (port '5432');
        CREATE USER MAPPING FOR PUBLIC SERVER plain;
        CREATE USER MAPPING FOR "Odd ""foreign" SERVER "Odd ""server" OPTIONS (password 'se''cret', "user" 'me');
        CREATE USER MAPPING FOR foreign_user SERVER "Odd ""server" OPTIONS ("user" 'you');
        COMMENT ON FOREIGN DATA WRAPPER bare IS 'it''s bare';
        COMMENT ON SERVER plain IS 'it''s plain';
        ALTER FOREIGN DATA WRAPPER bare OWNER TO foreign_owner;
        ALTER SERVER plain OWNER TO foreign_owner;
        GRANT USAGE ON FOREIGN DATA WRAPPER bare TO foreign_user WITH GRANT OPTION;
        GRANT USAGE ON FOREIGN SERVER "Odd ""server" TO "Odd ""foreign";
        """;

    [Fact]
    public Task Writes_wrappers_servers_and_user_mappings_as_pg_dump_does() => SchemaCheck.RequireSameAsPgDumpAsync(servers, Servers);

    [Theory]
    [MemberData(nameof(TestServers.AllMajors), MemberType = typeof(TestServers))]
    public Task Restores_wrappers_servers_and_user_mappings_on_every_version(int major) => SchemaCheck.RequireSameCloneAsync(servers, Servers, major);

    [Fact]
    public async Task Says_which_user_mappings_a_role_may_not_read()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var endpoint = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(endpoint, Servers);
        await using var connection = await Sql.OpenAsync(endpoint);
        var session = await CatalogSession.StartAsync(connection, cancellation);
        await session.ExecuteAsync("SET ROLE foreign_user", cancellation);

        var server = (await ForeignServersQuery.ReadServersAsync(session, cancellation)).Single(one => one.UserMappings.Count == 2);

        Assert.Equal([false, false], server.UserMappings.Select(mapping => mapping.AreOptionsReadable));
        Assert.Equal(["Odd \"foreign on Odd \"server", "foreign_user on Odd \"server"], ForeignServersQuery.Findings([server]).Select(one => one.Object));
        await session.ExecuteAsync("RESET ROLE; GRANT USAGE ON FOREIGN SERVER \"Odd \"\"server\" TO foreign_user; SET ROLE foreign_user", cancellation);
        server = (await ForeignServersQuery.ReadServersAsync(session, cancellation)).Single(one => one.UserMappings.Count == 2);
        Assert.Equal([false, true], server.UserMappings.Select(mapping => mapping.AreOptionsReadable));
        Assert.Equal([0, 1], server.UserMappings.Select(mapping => mapping.Options.Count));
    }
}

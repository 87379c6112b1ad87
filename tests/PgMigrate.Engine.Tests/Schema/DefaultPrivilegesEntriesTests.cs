using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Schema;

public sealed class DefaultPrivilegesEntriesTests(TestServers servers)
{
    private const string Roles = """
        DO $$ BEGIN CREATE ROLE default_maker; CREATE ROLE default_user; CREATE ROLE "Default ""Odd; --"; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
        """;

    [Fact]
    public async Task Writes_default_privileges_everywhere_and_in_a_schema_as_pg_dump_does() => await SchemaCheck.RequireSameAsPgDumpAsync(
        servers,
        $"""
        {Roles}
        CREATE SCHEMA app;
        CREATE SCHEMA "Odd ""S";
        ALTER DEFAULT PRIVILEGES FOR ROLE default_maker GRANT SELECT, INSERT ON TABLES TO default_user;
        ALTER DEFAULT PRIVILEGES FOR ROLE default_maker GRANT DELETE ON TABLES TO default_user WITH GRANT OPTION;
        ALTER DEFAULT PRIVILEGES FOR ROLE default_maker REVOKE ALL ON TABLES FROM default_maker;
        ALTER DEFAULT PRIVILEGES FOR ROLE default_maker REVOKE ALL ON FUNCTIONS FROM PUBLIC;
        ALTER DEFAULT PRIVILEGES FOR ROLE default_maker REVOKE USAGE ON TYPES FROM PUBLIC;
        ALTER DEFAULT PRIVILEGES FOR ROLE default_maker GRANT USAGE ON TYPES TO "Default ""Odd; --" WITH GRANT OPTION;
        ALTER DEFAULT PRIVILEGES FOR ROLE default_maker GRANT ALL ON SCHEMAS TO default_user;
        ALTER DEFAULT PRIVILEGES FOR ROLE default_maker GRANT USAGE ON SEQUENCES TO PUBLIC;
        ALTER DEFAULT PRIVILEGES FOR ROLE default_maker REVOKE UPDATE ON SEQUENCES FROM default_maker;
        ALTER DEFAULT PRIVILEGES FOR ROLE default_maker IN SCHEMA app GRANT ALL ON TABLES TO PUBLIC;
        ALTER DEFAULT PRIVILEGES FOR ROLE default_maker IN SCHEMA app GRANT EXECUTE ON FUNCTIONS TO default_user WITH GRANT OPTION;
        ALTER DEFAULT PRIVILEGES FOR ROLE default_maker IN SCHEMA app GRANT ALL ON SEQUENCES TO default_maker;
        ALTER DEFAULT PRIVILEGES FOR ROLE "Default ""Odd; --" IN SCHEMA "Odd ""S" GRANT USAGE ON TYPES TO default_user;
        ALTER DEFAULT PRIVILEGES FOR ROLE "Default ""Odd; --" IN SCHEMA app GRANT SELECT ON TABLES TO default_user;
        ALTER DEFAULT PRIVILEGES FOR ROLE "Default ""Odd; --" REVOKE ALL ON TABLES FROM "Default ""Odd; --";
        """);

    [Fact]
    public async Task Writes_nothing_for_default_privileges_that_were_taken_back()
    {
        var endpoint = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(
            endpoint,
            $"""
            {Roles}
            ALTER DEFAULT PRIVILEGES FOR ROLE default_maker GRANT SELECT ON TABLES TO default_user;
            ALTER DEFAULT PRIVILEGES FOR ROLE default_maker REVOKE SELECT ON TABLES FROM default_user;
            """);

        Assert.DoesNotContain(await SchemaCheck.ReadAsync(endpoint), entry => entry.Desc == "DEFAULT ACL");
    }

    [Theory]
    [MemberData(nameof(TestServers.AllMajors), MemberType = typeof(TestServers))]
    public async Task Restores_default_privileges_of_every_version(int major)
    {
        var entries = await SchemaCheck.RequireSameCloneAsync(
            servers,
            $"""
            {Roles}
            CREATE SCHEMA app;
            ALTER DEFAULT PRIVILEGES FOR ROLE default_maker GRANT ALL ON TABLES TO default_user;
            ALTER DEFAULT PRIVILEGES FOR ROLE default_maker IN SCHEMA app GRANT SELECT ON TABLES TO PUBLIC;
            ALTER DEFAULT PRIVILEGES FOR ROLE default_maker REVOKE EXECUTE ON ROUTINES FROM PUBLIC;
            {(major >= 17 ? "ALTER DEFAULT PRIVILEGES FOR ROLE default_maker GRANT MAINTAIN ON TABLES TO \"Default \"\"Odd; --\";" : "")}
            {(major >= 18 ? "ALTER DEFAULT PRIVILEGES FOR ROLE default_maker GRANT SELECT ON LARGE OBJECTS TO default_user;" : "")}
            """,
            major);

        var definitions = string.Concat(entries.Select(entry => entry.Definition));
        Assert.Contains("GRANT ALL ON TABLES  TO default_user", definitions, StringComparison.Ordinal);
        Assert.Equal(major >= 17, definitions.Contains("GRANT MAINTAIN ON TABLES  TO \"Default \"\"Odd; --\"", StringComparison.Ordinal));
        Assert.Equal(major >= 18, definitions.Contains("GRANT SELECT ON LARGE OBJECTS  TO default_user", StringComparison.Ordinal));
    }
}

using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Schema;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Toc;
using Xunit;

namespace PgMigrate.Engine.Tests.Schema;

public sealed class RoleEntriesTests(TestServers servers)
{
    private static readonly RoleEntryOptions AsSuperuser = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Writes_roles_settings_and_memberships_as_pg_dumpall_does()
    {
        var endpoint = await servers.CreateDatabaseAsync();
        await CreateAsync(endpoint, "dumped", major: 15);
        var lines = (await PgDump.RunAsync("pg_dumpall", endpoint, "--roles-only", "--no-role-passwords")).Split('\n')
            .Where(line => line.Contains("dumped_", StringComparison.Ordinal) && !line.StartsWith("--", StringComparison.Ordinal)).ToList();

        var entries = Build(await ReadAsync(endpoint, "dumped"));

        // Our memberships come in an order in which a newer server takes them, too.
        var actual = string.Concat(entries.Select(entry => entry.Definition)).TrimEnd('\n').Split('\n');
        Assert.Equal(lines.OrderBy(IsGrant), actual.OrderBy(IsGrant).ThenBy(line => IsGrant(line) ? lines.IndexOf(line) : 0));
        Assert.True(Index(actual, "GRANT dumped_group TO dumped_a WITH ADMIN") < Index(actual, "GRANT dumped_group TO \"dumped_ \"\"Odd\"\"; --\""));
    }

    [Theory]
    [MemberData(nameof(TestServers.AllMajors), MemberType = typeof(TestServers))]
    public async Task Brings_roles_to_a_cluster_that_has_none_of_them(int major)
    {
        var endpoint = await servers.CreateDatabaseAsync(major);
        var prefix = $"brought{major}";
        await CreateAsync(endpoint, prefix, major);
        var entries = Build(await ReadAsync(endpoint, prefix));
        await DropAsync(endpoint, prefix);
        Assert.Empty(await ReadAsync(endpoint, prefix));

        foreach (var entry in entries) await Sql.ExecuteAsync(endpoint, entry.Definition);

        Assert.Equal(entries.Select(SchemaCheck.Describe), Build(await ReadAsync(endpoint, prefix)).Select(SchemaCheck.Describe));
        Assert.Equal(entries.Count, entries.Select(entry => entry.Key).Distinct().Count());
        if (major >= 16) Assert.Contains(entries, entry => entry.Definition.Contains(" WITH INHERIT FALSE, SET FALSE GRANTED BY ", StringComparison.Ordinal));
        await DropAsync(endpoint, prefix);
    }

    [Fact]
    public async Task Brings_roles_as_an_administrator_who_is_no_superuser()
    {
        var server = (await servers.ServerAsync(17)).Endpoint;
        await CreateAsync(server, "hosted", 17);
        var roles = await ReadAsync(server, "hosted");
        await DropAsync(server, "hosted");
        await Sql.ExecuteAsync(server, "CREATE ROLE host_admin LOGIN PASSWORD 'x' CREATEROLE CREATEDB; GRANT pg_read_all_data TO host_admin WITH ADMIN OPTION");
        var options = new RoleEntryOptions { AsSuperuser = false };

        foreach (var entry in RoleEntries.Build(roles, Predefined, options).Where(entry => entry.Desc != TocDesc.RoleProperties))
        {
            await Sql.ExecuteAsync(server with { Username = "host_admin", Password = "x" }, entry.Definition);
        }

        var brought = await ReadAsync(server, "hosted");
        Assert.Equal(
            roles.Select(role => (role.Name, role.CanLogin, role.CanCreateRoles, role.Comment, role.Memberships.Count)),
            brought.Select(role => (role.Name, role.CanLogin, role.CanCreateRoles, role.Comment, role.Memberships.Count)));
        var finding = Assert.Single(RoleEntries.Find(roles, Predefined, options));
        Assert.Equal(("hosted_a", "The role is created without REPLICATION and BYPASSRLS, which only a superuser of the destination may give."), (finding.Object, finding.What));
        Assert.Empty(RoleEntries.Find(roles, Predefined, AsSuperuser));
        await DropAsync(server, "hosted");
        await Sql.ExecuteAsync(server, "DROP OWNED BY host_admin; DROP ROLE host_admin");
    }

    [Fact]
    public void Leaves_a_role_that_is_there_as_it_is()
    {
        PgRole[] roles =
        [
            new() { Name = "a", Settings = ["work_mem=1MB"], Comment = "a", Memberships = [new("b", "gone", false, null, true), new("c", null, false, null, true)] },
            new() { Name = "b", Memberships = [new("c", "a", true, null, true), new("elsewhere", "a", true, null, true)] },
            new() { Name = "c" },
        ];

        var entries = RoleEntries.Build(roles, new HashSet<string> { "a", "c" }, AsSuperuser);

        Assert.Equal(
            [
                "CREATE ROLE b;\nALTER ROLE b WITH NOSUPERUSER NOINHERIT NOCREATEROLE NOCREATEDB NOLOGIN NOREPLICATION NOBYPASSRLS;\n",
                "GRANT b TO a;\n",
                "GRANT c TO b WITH ADMIN OPTION GRANTED BY a;\n",
            ],
            entries.Select(entry => entry.Definition));
    }

    [Fact]
    public async Task Tells_which_roles_a_database_needs()
    {
        var endpoint = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(endpoint, """
            CREATE ROLE need_owner; CREATE ROLE need_grantee; CREATE ROLE need_default; CREATE ROLE need_policy; CREATE ROLE need_mapping;
            CREATE ROLE need_setting; CREATE ROLE need_database; CREATE ROLE need_column; CREATE ROLE need_group; CREATE ROLE need_upper;
            CREATE ROLE unneeded_member; CREATE ROLE unneeded;
            GRANT need_group TO need_grantee; GRANT need_upper TO need_group; GRANT pg_monitor TO need_group; GRANT need_owner TO unneeded_member;
            CREATE TABLE t (a int); ALTER TABLE t OWNER TO need_owner;
            GRANT SELECT ON t TO need_grantee; GRANT SELECT (a) ON t TO need_column;
            ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO need_default;
            CREATE POLICY p ON t TO need_policy;
            CREATE FOREIGN DATA WRAPPER needing; CREATE SERVER needing FOREIGN DATA WRAPPER needing; CREATE USER MAPPING FOR need_mapping SERVER needing;
            """);
        await Sql.ExecuteAsync(endpoint, $"ALTER ROLE need_setting IN DATABASE {endpoint.Database} SET work_mem = '1MB'; GRANT CREATE ON DATABASE {endpoint.Database} TO need_database");
        await using var connection = await Sql.OpenAsync(endpoint);
        var session = await CatalogSession.StartAsync(connection, Cancellation);
        var database = await new DatabaseReader(session).ReadAsync(Cancellation);
        var (roles, uses) = (await RolesQuery.ReadAsync(session, Cancellation), await RolesQuery.ReadUsesAsync(session, Cancellation));

        var needed = NeededRoles.Of(roles, database, uses, [.. SchemaEntries.Build(database), .. DatabaseEntries.Build(database)]).Select(role => role.Name);

        Assert.Equal(
            ["need_column", "need_database", "need_default", "need_grantee", "need_group", "need_mapping", "need_owner", "need_policy", "need_setting", "need_upper"],
            needed.Where(name => name.StartsWith("need_", StringComparison.Ordinal)));
        Assert.Contains(endpoint.Username, needed);
        Assert.DoesNotContain(needed, name => name.StartsWith("unneeded", StringComparison.Ordinal));
        Assert.Contains(uses, use => use.Object.CatalogOid == SystemCatalog.Policy && use.Role == "need_policy");
        Assert.Equal(["need_group", "need_upper"], NeededRoles.Of(roles, ["need_group", null, "pg_monitor", "no such"]).Select(role => role.Name));
    }

    private static HashSet<string> Predefined { get; } = ["pg_read_all_data", "pg_monitor", "postgres"];

    private static IReadOnlyList<TocEntry> Build(IReadOnlyList<PgRole> roles) => RoleEntries.Build(roles, Predefined, AsSuperuser);

    private static bool IsGrant(string line) => line.StartsWith("GRANT ", StringComparison.Ordinal);

    private static int Index(string[] lines, string start) => Array.FindIndex(lines, line => line.StartsWith(start, StringComparison.Ordinal));

    private static async Task<IReadOnlyList<PgRole>> ReadAsync(DatabaseEndpoint endpoint, string prefix)
    {
        await using var connection = await Sql.OpenAsync(endpoint);
        var session = await CatalogSession.StartAsync(connection, Cancellation);
        await session.PrepareForReadingAsync(Cancellation);
        return [.. (await RolesQuery.ReadAsync(session, Cancellation)).Where(role => role.Name.StartsWith(prefix + "_", StringComparison.Ordinal))];
    }

    private static async Task DropAsync(DatabaseEndpoint endpoint, string prefix)
    {
        var names = (await ReadAsync(endpoint, prefix)).Select(role => SqlText.Identifier(role.Name)).ToList();
        // 16 keeps an administrator while others have the role from it.
        var revoke = await Sql.RowsAsync(endpoint, $"SELECT roleid::regrole::text, member::regrole::text FROM pg_auth_members WHERE starts_with(roleid::regrole::text, '{prefix}')");
        foreach (var row in revoke) await Sql.ExecuteAsync(endpoint, $"REVOKE {row[0]} FROM {row[1]} CASCADE");
        await Sql.ExecuteAsync(endpoint, $"DROP ROLE {string.Join(", ", names)}");
    }

    /// <summary>Makes roles whose names begin with the prefix.</summary>
    private static Task<int> CreateAsync(DatabaseEndpoint endpoint, string prefix, int major)
    {
        var odd = SqlText.Identifier($"{prefix}_ \"Odd\"; --");
        var options = major >= 16
            ? $"GRANT {prefix}_upper TO {prefix}_a WITH INHERIT FALSE, SET FALSE; GRANT {prefix}_upper TO {odd} WITH INHERIT TRUE, ADMIN TRUE"
            : $"GRANT {prefix}_upper TO {prefix}_a";
        return Sql.ExecuteAsync(endpoint, $"""
            CREATE ROLE {prefix}_a LOGIN PASSWORD 'secret' NOINHERIT REPLICATION BYPASSRLS;
            CREATE ROLE {prefix}_group CREATEROLE CREATEDB CONNECTION LIMIT 0 VALID UNTIL '2031-02-03 04:05:06.7+02';
            CREATE ROLE {prefix}_upper VALID UNTIL 'infinity';
            CREATE ROLE {odd};
            COMMENT ON ROLE {odd} IS 'it''s a \ role';
            COMMENT ON ROLE {prefix}_a IS 'a';
            ALTER ROLE {odd} SET search_path = "A, b", c; ALTER ROLE {odd} SET my.own = 'it''s \ x'; ALTER ROLE {prefix}_a SET work_mem = '5MB';
            GRANT {prefix}_group TO {prefix}_a WITH ADMIN OPTION;
            SET ROLE {prefix}_a; GRANT {prefix}_group TO {odd}; RESET ROLE;
            GRANT pg_read_all_data TO {prefix}_upper;
            {options};
            """.Replace("GRANT pg_read_all_data", major < 14 ? "GRANT pg_monitor" : "GRANT pg_read_all_data", StringComparison.Ordinal));
    }
}

using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Toc;
using PgMigrate.Engine.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Transfer;

/// <summary>Clones by roles that are no superusers, as hosts give them to their customers: owners of their databases.</summary>
public sealed class OrdinaryRoleCloneTests(TestServers servers)
{
    [Theory]
    [MemberData(nameof(TestServers.AllMajors), MemberType = typeof(TestServers))]
    public async Task An_owner_clones_what_is_its_own_into_another_owners_database(int major)
    {
        var request = await OwnersAsync(
            """
            CREATE SCHEMA app; CREATE TYPE app.mood AS ENUM ('ok'); CREATE TABLE app.t (id serial PRIMARY KEY, mood app.mood); INSERT INTO app.t (mood) VALUES ('ok');
            CREATE VIEW app.v AS SELECT * FROM app.t; COMMENT ON SCHEMA app IS 'x'; GRANT SELECT ON app.t TO PUBLIC;
            CREATE FUNCTION app.f() RETURNS integer LANGUAGE sql AS 'SELECT 1'; SELECT lo_from_bytea(0, 'x');
            ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO PUBLIC;
            """,
            major);

        var refusal = await Cloning.FailsAsync(request);
        var privileges = await Cloning.FailsAsync(request with { NoOwner = true });
        var result = await Cloning.RunAsync(request with { NoOwner = true, NoPrivileges = true });

        Assert.Equal(("OwnersNotPermitted", request.Source.Username), (refusal.ErrorId, refusal.Subject));
        Assert.Contains("-NoOwner", refusal.Remedy, StringComparison.Ordinal);
        Assert.Equal("OwnersNotPermitted", privileges.ErrorId);
        Assert.Contains("default privileges", privileges.Message, StringComparison.Ordinal);
        Assert.Contains("-NoPrivileges", privileges.Remedy, StringComparison.Ordinal);
        Assert.Equal((DatabaseCopyStatus.Completed, 1L), (result.Status, result.Rows));
        Assert.Empty(result.Failures);
        await Copying.AssertEqualAsync(request.Source, request.Destination);
    }

    [Fact]
    public async Task Rows_that_the_sources_role_may_not_read_are_named_before_anything_is_made()
    {
        var request = await OwnersAsync("CREATE TABLE mine (id integer); CREATE TABLE guarded (id integer); CREATE SCHEMA closed; CREATE TABLE closed.t (id integer)");
        var reader = await Copying.CreateRoleAsync((await servers.ServerAsync()).Endpoint with { Database = request.Source.Database });
        await Sql.ExecuteAsync(
            request.Source,
            $"GRANT SELECT ON ALL TABLES IN SCHEMA public, closed TO {reader.Username}; ALTER TABLE guarded ENABLE ROW LEVEL SECURITY; CREATE TABLE secret (id integer)");
        request = request with { Source = reader with { Database = request.Source.Database }, NoOwner = true, NoPrivileges = true };

        var refusal = await Cloning.FailsAsync(request);

        Assert.Equal(("RowsNotReadable", "closed.t"), (refusal.ErrorId, refusal.Subject));
        Assert.Equal("The source's role may not read all rows of these tables: closed.t, public.guarded, public.secret.", refusal.Message);
        Assert.False(await Sql.ScalarAsync<bool>(request.Destination, "SELECT to_regclass('mine') IS NOT NULL"));

        var rest = await Cloning.RunAsync(request with { Selection = new() { ExcludeTables = ["closed.*", "guarded", "secret"] } });
        Assert.Equal(["mine"], rest.Tables.Select(table => table.Table));
        Assert.Equal(DatabaseCopyStatus.Completed, rest.Status);
    }

    [Fact]
    public async Task What_others_granted_is_granted_by_the_owner_where_the_role_may_not_act_for_them_and_by_them_where_it_may()
    {
        var request = await OwnersAsync("CREATE TABLE t (id integer)");
        var server = (await servers.ServerAsync()).Endpoint;
        var (stranger, member, last) = (Name("Stranger \"TO"), Name("member"), Name("last"));
        await Sql.ExecuteAsync(
            server with { Database = request.Source.Database },
            $"""
            CREATE ROLE {Quoted(stranger)}; CREATE ROLE {member}; CREATE ROLE {last}; GRANT {member} TO {request.Destination.Username};
            GRANT SELECT ON t TO {Quoted(stranger)}, {member} WITH GRANT OPTION;
            SET SESSION AUTHORIZATION {Quoted(stranger)}; GRANT SELECT ON t TO {last}; RESET SESSION AUTHORIZATION;
            SET SESSION AUTHORIZATION {member}; GRANT SELECT ON t TO {request.Source.Username}; RESET SESSION AUTHORIZATION;
            """);

        var result = await Cloning.RunAsync(request with { NoOwner = true });

        Assert.Equal(DatabaseCopyStatus.Completed, result.Status);
        Assert.Equal([(MigrationFindingKind.Role, stranger)], result.Findings.Select(finding => (finding.Kind, finding.Object)));
        Assert.Equal(
            $"{last} by {request.Destination.Username}, {request.Source.Username} by {member}",
            await Sql.ScalarAsync<string>(
                request.Destination,
                $"""
                SELECT string_agg(a.grantee::regrole || ' by ' || a.grantor::regrole, ', ' ORDER BY a.grantee = '{last}'::regrole DESC)
                FROM pg_class c, aclexplode(c.relacl) a WHERE c.relname = 't' AND a.grantee IN ('{last}'::regrole, '{request.Source.Username}'::regrole)
                """));
    }

    [Fact]
    public async Task A_role_that_privileges_name_and_the_destination_lacks_is_told_before_anything_is_made()
    {
        await using var other = await PrivateServer.StartAsync();
        var role = Name("Grantee \"TO\" x");
        var request = await servers.DatabaseWithAsync($"CREATE TABLE t (id integer); CREATE ROLE {Quoted(role)}; GRANT SELECT (id) ON t TO {Quoted(role)} WITH GRANT OPTION");
        request = request with { Destination = other.Endpoint };

        var refusal = await Cloning.FailsAsync(request);

        Assert.Equal(("RolesMissing", role), (refusal.ErrorId, refusal.Subject));
        Assert.Contains("-NoPrivileges", refusal.Remedy, StringComparison.Ordinal);
        Assert.False(await Sql.ScalarAsync<bool>(other.Endpoint, "SELECT to_regclass('t') IS NOT NULL"));
        Assert.Equal(DatabaseCopyStatus.Completed, (await Cloning.RunAsync(request with { IncludeRoles = true })).Status);
    }

    [Fact]
    public async Task Leaves_the_objects_of_others_to_the_role_when_it_goes_on_after_errors_and_tells_of_each_owner_once()
    {
        var request = await OwnersAsync("CREATE TABLE a (id integer); CREATE TABLE b (id integer); INSERT INTO a VALUES (1)");

        var result = await Cloning.RunAsync(request with { ContinueOnError = true });

        Assert.Equal((DatabaseCopyStatus.Completed, 1L), (result.Status, result.Rows));
        var finding = Assert.Single(result.Findings, finding => finding.Object == request.Source.Username);
        Assert.StartsWith($"What it owns at the source (", finding.What, StringComparison.Ordinal);
        Assert.Equal(2L, await Sql.ScalarAsync<long>(request.Destination, "SELECT count(*) FROM pg_class WHERE relname IN ('a', 'b') AND relowner = current_user::regrole"));
    }

    [Fact]
    public async Task Warns_of_what_it_may_not_say_of_a_database_that_is_anothers()
    {
        var source = await servers.DatabaseWithAsync("CREATE TABLE t (id integer); INSERT INTO t VALUES (1)");
        await Sql.ExecuteAsync(source.Source, $"COMMENT ON DATABASE {source.Source.Database} IS 'x'; ALTER DATABASE {source.Source.Database} SET work_mem = '7MB'; GRANT CREATE ON DATABASE {source.Source.Database} TO PUBLIC");
        var guest = await Copying.CreateRoleAsync(source.Destination);
        await Sql.ExecuteAsync(source.Destination, $"GRANT CREATE ON DATABASE {source.Destination.Database} TO {guest.Username}; GRANT ALL ON SCHEMA public TO {guest.Username}");
        var observer = new RecordingObserver();

        var result = await Cloning.RunAsync(source with { Destination = guest, NoOwner = true }, observer);

        Assert.Equal((DatabaseCopyStatus.Completed, 1L), (result.Status, result.Rows));
        Assert.Contains(observer.Warnings, warning => warning.StartsWith("DATABASE PROPERTIES ", StringComparison.Ordinal) && warning.Contains("was left out", StringComparison.Ordinal));
        Assert.Contains(observer.Warnings, warning => warning.StartsWith("COMMENT DATABASE ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("GRANT SELECT ON TABLE t TO PUBLIC;\n", "")]
    [InlineData("REVOKE ALL ON TABLE \"a TO b\" FROM c;\nGRANT SELECT(\"x TO y\") ON TABLE t TO \"q\"\" TO r\" WITH GRANT OPTION;\n", "c,q\" TO r")]
    [InlineData("SET SESSION AUTHORIZATION \"A b\";\nGRANT ALL ON SCHEMA s TO d;\nRESET SESSION AUTHORIZATION;\n", "A b,d")]
    public void Finds_the_roles_that_privileges_name(string statements, string expected)
        => Assert.Equal(
            expected,
            string.Join(',', PrivilegeRoles.Of(new() { DumpId = 1, Tag = "TABLE t", Desc = TocDesc.Privileges, Section = TocSection.None, Definition = statements })));

    private static string Name(string text) => $"{text} {Guid.NewGuid():N}".Replace(text.Contains('"', StringComparison.Ordinal) ? "\0" : " ", "_", StringComparison.Ordinal);

    private static string Quoted(string name) => SqlText.Identifier(name);

    /// <summary>A database of one ordinary role, with that in it, and an empty one of another.</summary>
    private async Task<DatabaseCopyRequest> OwnersAsync(string sql, int major = TestServers.Default)
    {
        var (source, destination) = (await servers.CreateOwnerAsync(major), await servers.CreateOwnerAsync(major));
        await Sql.ExecuteAsync(source, sql);
        return new() { Source = source, Destination = destination };
    }
}

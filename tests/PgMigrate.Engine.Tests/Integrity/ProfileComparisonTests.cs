using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Tests.Transfer;
using PgMigrate.Engine.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Integrity;

/// <summary>What a host's rules make otherwise is no damage, and damage is none of the host's rules.</summary>
public sealed class ProfileComparisonTests(TestServers servers)
{
    public static TheoryData<int> Majors => [15, 17, 18];

    public static TheoryData<string, string> Damage => new()
    {
        { "DROP POLICY own ON users", "Policy public.own on users: only in the source" },
        { "ALTER TABLE users DISABLE ROW LEVEL SECURITY", "RowSecurity public.users: only in the source" },
        { "GRANT SELECT ON users TO anon", "Table public.users: Privileges[anon]: (none) -> SELECT" },
        { "ALTER TABLE users ALTER id SET DEFAULT extensions.uuid_generate_v1()", "Table public.users: Columns[id].Default.Expression: public.uuid_generate_v4() -> extensions.uuid_generate_v1()" },
        { "DROP INDEX users_near_idx", "Index public.users_near_idx on users: only in the source" },
        { "DROP TRIGGER touch ON users", "Trigger public.touch on users: only in the source" },
        { "DROP PUBLICATION changes", "Publication changes: only in the source" },
        { "CREATE TABLE stray (id integer)", "Table public.stray: only in the destination" },
    };

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task An_applications_database_on_Supabase_is_what_it_was(int major)
    {
        var request = await MoveAsync(major);

        var (verdict, differences, tables) = await Comparing.TestAsync(new() { Rows = new() { Source = request.Source, Destination = request.Destination }, ExcludeExtensions = request.ExcludeExtensions });

        Assert.Equal("", Real(differences));
        Comparing.AssertSame(tables);
        Assert.True(verdict.IsMatch);
        Assert.Equal(differences.Count, verdict.ExpectedDifferences);
        var reasons = differences.ToLookup(difference => difference.ToString(), difference => difference.Reason);
        Assert.Equal("Supabase makes it itself.", Assert.Single(reasons["Table auth.users: only in the destination"]));
        Assert.Equal("What extensions bring is in another schema at the destination.", Assert.Single(reasons["Table public.posts: Columns[title].Type: public.citext -> extensions.citext"]));
        Assert.Equal("It was left out, or needs what was.", Assert.Single(reasons["Table app.remote: only in the source"]));
        Assert.StartsWith("The destination has no role", Assert.Single(reasons[$"Table public.users: Owner: {request.Source.Username} -> postgres"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_saying_what_was_left_out_it_is_missed()
    {
        var request = await MoveAsync(15);

        var (verdict, differences, _) = await Comparing.TestAsync(new() { Scope = IntegrityScope.Schema, Rows = new() { Source = request.Source, Destination = request.Destination } });

        Assert.False(verdict.IsMatch);
        Assert.Equal(
            ["Extension postgres_fdw: only in the source", "ForeignServer elsewhere: only in the source", "ProvidedObject postgres_fdw: only in the source", "Table app.remote: only in the source"],
            Real(differences).Split('\n').Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Damage))]
    public async Task Damage_behind_the_hosts_rules_is_found(string damage, string found)
    {
        var request = await MoveAsync(15);
        await Sql.ExecuteAsync(request.Destination, damage);

        var (verdict, differences, _) = await Comparing.TestAsync(
            new() { Scope = IntegrityScope.Schema, Rows = new() { Source = request.Source, Destination = request.Destination }, ExcludeExtensions = request.ExcludeExtensions });

        Assert.False(verdict.IsMatch);
        Assert.Contains(found, Real(differences).Split('\n'));
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task A_project_on_a_server_of_ones_own_is_what_it_was(int major)
    {
        await using var server = await PrivateServer.StartAsync(major);
        var owner = await Copying.CreateRoleAsync(server.Endpoint);
        await Sql.ExecuteAsync(server.Endpoint, $"ALTER ROLE {owner.Username} CREATEROLE");
        await Sql.ExecuteAsync(server.Endpoint, $"CREATE DATABASE app OWNER {owner.Username}");
        var request = new DatabaseCopyRequest { Source = await ProjectSample.CreateAsync(servers, major), Destination = owner with { Database = "app" }, IncludeRoles = true };
        await Cloning.RunAsync(request);

        var (verdict, differences, tables) = await Comparing.TestAsync(new() { Rows = new() { Source = request.Source, Destination = request.Destination } });

        Assert.Equal("", Real(differences));
        Assert.Equal(["auth.users", "public.notes", "public.profiles"], tables.Select(table => $"{table.Schema}.{table.Table}").Order(StringComparer.Ordinal));
        Comparing.AssertSame(tables);
        Assert.True(verdict.IsMatch);
        Assert.Equal(await ProjectSample.GrantsAsync(request.Source, owned: false), await ProjectSample.GrantsAsync(request.Destination, owned: false));
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task A_project_in_another_project_is_what_it_was(int major)
    {
        var request = new DatabaseCopyRequest { Source = await ProjectSample.CreateAsync(servers, major), Destination = await servers.CreateSupabaseDatabaseAsync(major) };
        await Cloning.RunAsync(request);

        var (verdict, differences, tables) = await Comparing.TestAsync(new() { Rows = new() { Source = request.Source, Destination = request.Destination } });

        Assert.Equal("", Real(differences));
        Comparing.AssertSame(tables);
        Assert.Contains(tables, table => table is { Schema: "auth", Table: "users" });
        Assert.DoesNotContain(tables, table => table is { Schema: "auth", Table: "schema_migrations" });
        Assert.True(verdict.IsMatch);
        await Sql.ExecuteAsync(request.Destination, "DROP FUNCTION handle_new_user CASCADE");
        (verdict, differences, _) = await Comparing.TestAsync(new() { Rows = new() { Source = request.Source, Destination = request.Destination } });
        Assert.False(verdict.IsMatch);
        Assert.Equal("Function public.handle_new_user(): only in the source\nTrigger auth.on_auth_user_created on users: only in the source", Real(differences));
    }

    private static string Real(IEnumerable<SchemaDifference> differences) => string.Join('\n', differences.Where(difference => !difference.IsExpected));

    private async Task<DatabaseCopyRequest> MoveAsync(int major)
    {
        var request = new DatabaseCopyRequest
        {
            Source = await RenderSample.CreateAsync(servers, major),
            Destination = await servers.CreateSupabaseDatabaseAsync(major),
            ExcludeExtensions = ["postgres_fdw"],
        };
        await Cloning.RunAsync(request);
        return request;
    }
}

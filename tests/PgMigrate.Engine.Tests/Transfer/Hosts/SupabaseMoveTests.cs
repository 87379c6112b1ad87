using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Transfer;

/// <summary>Whole databases to a Supabase project, as its role <c>postgres</c>, and back.</summary>
public sealed class SupabaseMoveTests(TestServers servers)
{
    public static TheoryData<int> Majors => [15, 17, 18];

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task An_applications_database_comes_whole_from_Render(int major)
    {
        var request = new DatabaseCopyRequest { Source = await RenderSample.CreateAsync(servers, major), Destination = await servers.CreateSupabaseDatabaseAsync(major) };

        var refusal = await Cloning.FailsAsync(request);
        Assert.Equal(("NotPermittedThere", "EXTENSION - postgres_fdw"), (refusal.ErrorId, refusal.Subject));
        Assert.Contains("-ExcludeExtension postgres_fdw", refusal.Remedy, StringComparison.Ordinal);
        Assert.False(await Sql.ScalarAsync<bool>(request.Destination, "SELECT to_regclass('users') IS NOT NULL OR to_regnamespace('app') IS NOT NULL"));

        var observer = new RecordingObserver();
        var result = await Cloning.RunAsync(request with { ExcludeExtensions = ["postgres_fdw"] }, observer);

        Assert.Equal(DatabaseCopyStatus.Completed, result.Status);
        Assert.Empty(result.Failures);
        await Copying.AssertEqualAsync(request.Source, request.Destination);
        var findings = result.Findings.Select(finding => $"{finding.Kind} {finding.Object}").ToList();
        Assert.All(result.Findings, finding => Assert.Contains(finding.ToString(), observer.Warnings));
        foreach (var told in new[]
        {
            "Extension EXTENSION - citext", "Extension EXTENSION - pg_trgm", "Extension EXTENSION - pgcrypto", "Extension EXTENSION - uuid-ossp", "LeftOut SERVER - elsewhere",
            "LeftOut FOREIGN TABLE app remote", $"Role {request.Source.Username}", "Privilege public.alembic_version",
        })
        {
            Assert.Contains(told, findings);
        }

        Assert.Contains(findings, told => told.StartsWith("Permission COMMENT - EXTENSION", StringComparison.Ordinal));
        Assert.Contains(findings, told => told.StartsWith("Privilege reader_", StringComparison.Ordinal));
        Assert.Equal(
            "extensions.uuid_generate_v4() | encode(extensions.gen_random_bytes(8), 'hex'::text)",
            await Sql.ScalarAsync<string>(request.Destination, "SET search_path = ''; SELECT string_agg(pg_get_expr(adbin, adrelid), ' | ' ORDER BY adnum) FROM pg_attrdef WHERE adrelid = 'public.users'::regclass AND pg_get_expr(adbin, adrelid) LIKE '%extensions.%'"));
        Assert.Contains("extensions.similarity", await IndexAsync("users_near_idx"), StringComparison.Ordinal);
        Assert.Contains("extensions.gin_trgm_ops", await IndexAsync("users_name_idx"), StringComparison.Ordinal);
        var body = await Sql.ScalarAsync<string>(request.Destination, "SELECT prosrc FROM pg_proc WHERE proname = 'touch'");
        Assert.Contains("-- public.uuid_generate_v4() stays in comments", body, StringComparison.Ordinal);
        Assert.Contains("'public.gen_random_bytes ' || encode(extensions.gen_random_bytes(4), 'hex')", body, StringComparison.Ordinal);
        Assert.Equal("public.uuid_generate_v4() is no name here", await Sql.ScalarAsync<string>(request.Destination, "SELECT obj_description('users'::regclass)"));
        // What the project would have granted by itself on new tables is not granted, and what works at the source works here.
        Assert.False(await Sql.ScalarAsync<bool>(request.Destination, "SELECT bool_or(has_table_privilege('anon', oid, 'SELECT')) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v')"));
        Assert.False(await Sql.ScalarAsync<bool>(request.Destination, "SELECT has_schema_privilege('anon', 'app', 'USAGE')"));
        await Sql.ExecuteAsync(request.Destination, "INSERT INTO users (email, name) VALUES ('new@example.com', 'New'); UPDATE users SET name = 'Newer' WHERE email = 'NEW@example.com'; INSERT INTO posts (author, title, at) SELECT app.new_id(), 'x', now() WHERE false; INSERT INTO posts (author, title, at) SELECT id, 'x', now() FROM users WHERE name = 'Newer'");
        Assert.Equal(2001L, await Sql.ScalarAsync<long>(request.Destination, "SELECT max(id) FROM posts"));
        Assert.Equal(
            "users posts|2|ae1027a6acf|6000",
            await Sql.ScalarAsync<string>(
                request.Destination,
                """
                SELECT (SELECT string_agg(tablename, ' ' ORDER BY tablename DESC) FROM pg_publication_tables WHERE pubname = 'changes') || '|' || (SELECT count(*) FROM pg_policy WHERE polrelid = 'users'::regclass)
                    || '|' || (SELECT version_num FROM alembic_version) || '|' || (SELECT length(lo_get(oid)) FROM pg_largeobject_metadata)
                """));

        Task<string> IndexAsync(string name) => Sql.ScalarAsync<string>(request.Destination, $"SET search_path = ''; SELECT pg_get_indexdef('public.{name}'::regclass)")!;
    }

    [Theory]
    [InlineData("-Fc")]
    [InlineData("-Fp")]
    public async Task What_pg_dump_wrote_of_it_comes_whole_too(string format)
    {
        var (source, destination) = (await RenderSample.CreateAsync(servers), await servers.CreateSupabaseDatabaseAsync());
        using var folder = new Archives.TemporaryFolder();
        var path = Path.Combine(folder.Path, "dump");
        var (code, _, said) = await (await InstalledProgram.FindForAsync("pg_dump", source)).RunAsync(source, [format, "-f", path]);
        Assert.True(code == 0, said);
        var request = new DatabaseCopyRequest { Source = Archives.Scripts.Endpoint(path), Destination = destination };

        var refusal = await Cloning.FailsAsync(request);
        var result = await Cloning.RunAsync(request with { ExcludeExtensions = ["postgres_fdw"] });

        Assert.Equal("NotPermittedThere", refusal.ErrorId);
        Assert.Equal(
            ["FOREIGN TABLE app remote", "SERVER - elsewhere"],
            result.Findings.Where(finding => finding.Kind == MigrationFindingKind.LeftOut).Select(finding => finding.Object).Order(StringComparer.Ordinal));
        Assert.Empty(result.Failures);
        Assert.Equal(DatabaseCopyStatus.Completed, result.Status);
        await Copying.AssertEqualAsync(source, destination);
        Assert.False(await Sql.ScalarAsync<bool>(destination, "SELECT bool_or(has_table_privilege('anon', oid, 'SELECT')) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v')"));
    }

    [Fact]
    public async Task A_schema_that_has_the_name_of_one_of_the_hosts_own_is_told_before_anything_is_made()
    {
        var request = await servers.DatabaseWithAsync("CREATE SCHEMA auth; CREATE TABLE auth.accounts (id integer PRIMARY KEY); CREATE TABLE t (id integer REFERENCES auth.accounts)");
        request = request with { Destination = await servers.CreateSupabaseDatabaseAsync() };

        var refusal = await Cloning.FailsAsync(request);
        var rest = await Cloning.RunAsync(request with { Selection = new() { ExcludeSchemas = ["auth"] } });

        Assert.Equal(("NotPermittedThere", "SCHEMA - auth"), (refusal.ErrorId, refusal.Subject));
        Assert.Contains("-ExcludeSchema auth", refusal.Remedy, StringComparison.Ordinal);
        Assert.Equal(DatabaseCopyStatus.Completed, rest.Status);
        Assert.Contains(rest.Findings, finding => finding is { Kind: MigrationFindingKind.LeftOut, Object: "FK CONSTRAINT public t t_id_fkey" });
    }

    [Fact]
    public async Task What_only_a_superuser_may_make_is_left_out_with_what_needs_it_where_the_copy_goes_on()
    {
        var request = await servers.DatabaseWithAsync(
            """
            CREATE TABLE t (id integer); CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'; CREATE EVENT TRIGGER watching ON ddl_command_end EXECUTE FUNCTION watch();
            CREATE PUBLICATION everything FOR ALL TABLES; CREATE FUNCTION length_of(text) RETURNS integer LANGUAGE internal AS 'textlen'; CREATE VIEW v AS SELECT length_of('x') FROM t;
            """);
        request = request with { Destination = await servers.CreateSupabaseDatabaseAsync() };

        var refusal = await Cloning.FailsAsync(request);
        var result = await Cloning.RunAsync(request with { ContinueOnError = true });

        Assert.Equal("NotPermittedThere", refusal.ErrorId);
        Assert.Contains("3 objects can't be brought to the destination, and 1 that need them", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(result.Failures);
        Assert.Equal(
            ["LeftOut VIEW public v", "Permission EVENT TRIGGER - watching", "Permission FUNCTION public length_of(text)", "Permission PUBLICATION - everything"],
            result.Findings.Where(finding => finding.Kind is MigrationFindingKind.Permission or MigrationFindingKind.LeftOut).Select(finding => $"{finding.Kind} {finding.Object}").Order(StringComparer.Ordinal));
    }

    /// <summary>What Supabase's own guide says to do with the same database, for contrast.</summary>
    [Fact]
    public async Task The_official_recipe_loses_tables_and_says_that_all_is_well()
    {
        var (source, destination) = (await RenderSample.CreateAsync(servers), await servers.CreateSupabaseDatabaseAsync());
        using var folder = new Archives.TemporaryFolder();
        var script = Path.Combine(folder.Path, "dump.sql");
        var (dumped, text, _) = await (await InstalledProgram.FindForAsync("pg_dump", source)).RunAsync(
            source, ["--clean", "--if-exists", "--quote-all-identifiers", "--no-owner", "--no-privileges", "-f", script]);
        Assert.Equal(0, dumped);
        Assert.Empty(text);

        var (code, _, said) = await (await InstalledProgram.FindForAsync("psql", destination)).RunAsync(destination, ["-X", "-q", "-d", destination.Database, "-f", script]);

        Assert.Equal(0, code);
        Assert.Contains("function public.uuid_generate_v4() does not exist", said, StringComparison.Ordinal);
        Assert.True(await Sql.ScalarAsync<bool>(destination, "SELECT to_regclass('public.users') IS NULL"));
        Assert.True(await Sql.ScalarAsync<bool>(destination, "SELECT has_table_privilege('anon', 'alembic_version', 'SELECT, INSERT, UPDATE, DELETE')"));
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task A_project_comes_back_to_a_server_of_ones_own_with_the_accounts_that_it_needs(int major)
    {
        await using var server = await PrivateServer.StartAsync(major);
        var owner = await Copying.CreateRoleAsync(server.Endpoint);
        await Sql.ExecuteAsync(server.Endpoint, $"ALTER ROLE {owner.Username} CREATEROLE");
        await Sql.ExecuteAsync(server.Endpoint, $"CREATE DATABASE app OWNER {owner.Username}");
        var request = new DatabaseCopyRequest { Source = await ProjectSample.CreateAsync(servers, major), Destination = owner with { Database = "app" } };

        var refusal = await Cloning.FailsAsync(request);
        Assert.Equal(("RolesMissing", "authenticated"), (refusal.ErrorId, refusal.Subject));
        Assert.Contains("-IncludeRole", refusal.Remedy, StringComparison.Ordinal);
        var result = await Cloning.RunAsync(request with { IncludeRoles = true });

        Assert.Equal("", string.Join("\n", result.Failures.Select(failure => $"{failure.Kind} {failure.Name} {failure.ErrorMessage} {failure.Statement}")));
        Assert.Equal(DatabaseCopyStatus.Completed, result.Status);
        await ProjectSample.AssertSameAsync(request.Source, request.Destination);
        Assert.Contains(result.Findings, finding => finding is { Kind: MigrationFindingKind.HostObject, Object: "Supabase" });
        Assert.False(await Sql.ScalarAsync<bool>(request.Destination, "SELECT to_regclass('storage.objects') IS NOT NULL OR to_regnamespace('vault') IS NOT NULL OR to_regclass('auth.sessions') IS NOT NULL"));
        Assert.Equal("anon authenticated service_role", await Sql.ScalarAsync<string>(request.Destination, "SELECT string_agg(rolname, ' ' ORDER BY rolname) FROM pg_roles WHERE rolname ~ '^(anon|authenticated|service_role|supabase_.*|dashboard_user)$'"));
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task A_project_comes_to_another_project_with_its_accounts_and_what_watches_them(int major)
    {
        var request = new DatabaseCopyRequest { Source = await ProjectSample.CreateAsync(servers, major), Destination = await servers.CreateSupabaseDatabaseAsync(major) };

        var result = await Cloning.RunAsync(request);

        Assert.Equal("", string.Join("\n", result.Failures.Select(failure => $"{failure.Kind} {failure.Name} {failure.ErrorMessage} {failure.Statement}")));
        Assert.Equal(DatabaseCopyStatus.Completed, result.Status);
        await ProjectSample.AssertSameAsync(request.Source, request.Destination);
        Assert.Equal(
            await ProjectSample.GrantsAsync(request.Source),
            await ProjectSample.GrantsAsync(request.Destination));
        await Sql.ExecuteAsync(request.Destination, "INSERT INTO auth.users (id, email) VALUES (gen_random_uuid(), 'third@example.com')");
        Assert.Equal(3L, await Sql.ScalarAsync<long>(request.Destination, "SELECT count(*) FROM profiles"));
        Assert.Equal("profiles", await Sql.ScalarAsync<string>(request.Destination, "SELECT string_agg(tablename, ' ') FROM pg_publication_tables WHERE pubname = 'supabase_realtime'"));
    }
}

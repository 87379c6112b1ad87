using PgMigrate.Engine.Assessment;
using PgMigrate.Engine.Supabase.Compliance;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Supabase.Compliance;

/// <summary>What concerns a project as a whole, on look-alikes.</summary>
public sealed class SupabasePostureTests(TestServers servers)
{
    [Fact]
    public async Task An_untouched_project_of_the_old_default_has_its_open_defaults_and_no_error_but_of_its_connection()
    {
        var project = await servers.CreateSupabaseDatabaseAsync();

        var findings = await ComplianceRun.RunAsync(project);

        Assert.Equal(
            ["audit_log_missing", "connection_not_encrypted", "default_privileges_open", "default_privileges_open", "default_privileges_open", "log_connections_not_enabled"],
            Found(findings).Select(finding => finding.Check).Order());
        Assert.All(findings, finding => Assert.Equal(project.ToString(), finding.Database));
    }

    [Fact]
    public async Task Defaults_that_open_what_comes_later_are_closed_by_the_statement_that_is_offered()
    {
        var project = await servers.CreateSupabaseDatabaseAsync();
        await Sql.ExecuteAsync(project, "CREATE SCHEMA internal; ALTER DEFAULT PRIVILEGES IN SCHEMA internal GRANT SELECT ON TABLES TO anon");
        await Sql.ExecuteAsync(project, "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC");

        var open = await ComplianceRun.OfAsync(project, "default_privileges_open");
        foreach (var finding in open) await Sql.ExecuteAsync(project, finding.Statement!);

        Assert.Equal(["postgres", "postgres in public", "postgres in public", "postgres in public"], open.Select(finding => finding.Object));
        Assert.Contains("All tables that postgres makes in public later are granted to anon, authenticated from the start.", open.Select(finding => finding.What));
        Assert.Empty(await ComplianceRun.OfAsync(project, "default_privileges_open"));
    }

    [Fact]
    public async Task Tells_accounts_that_were_granted_to_the_API()
    {
        var project = await servers.CreateSupabaseDatabaseAsync();
        await Sql.ExecuteAsync(TestServers.AsSupabaseAdmin(project), "GRANT SELECT (email) ON auth.users TO anon; GRANT SELECT ON auth.sessions TO service_role");

        var granted = Assert.Single(await ComplianceRun.OfAsync(project, "auth_table_granted"));
        await Sql.ExecuteAsync(TestServers.AsSupabaseAdmin(project), "ALTER TABLE auth.users ENABLE ROW LEVEL SECURITY");

        Assert.Equal(("auth.users", FindingSeverity.Error), (granted.Object, granted.Severity));
        Assert.Empty(await ComplianceRun.OfAsync(project, "auth_table_granted"));
    }

    [Fact]
    public async Task Tells_the_tables_that_are_streamed()
    {
        var project = await servers.CreateSupabaseDatabaseAsync();
        await Sql.ExecuteAsync(project, "CREATE TABLE chat (id int PRIMARY KEY); ALTER PUBLICATION supabase_realtime ADD TABLE chat");

        var streamed = Assert.Single(await ComplianceRun.OfAsync(project, "realtime_table_streamed"));
        await Sql.ExecuteAsync(project, streamed.Statement!);

        Assert.Equal("public.chat", streamed.Object);
        Assert.Empty(await ComplianceRun.OfAsync(project, "realtime_table_streamed"));
    }

    [Fact]
    public async Task Looks_at_the_schemas_that_the_Data_API_serves()
    {
        var project = await servers.CreateSupabaseDatabaseAsync();
        await Sql.ExecuteAsync(project, """
            CREATE SCHEMA api; GRANT USAGE ON SCHEMA api TO anon; CREATE TABLE api.t (id int); GRANT SELECT ON api.t TO anon;
            CREATE SCHEMA "Odd"; GRANT USAGE ON SCHEMA "Odd" TO anon; CREATE TABLE "Odd"."T" (id int); GRANT SELECT ON "Odd"."T" TO anon;
            CREATE TABLE t (id int)
            """);

        Assert.Equal(["public.t"], await OpenAsync());
        Assert.Equal(["\"Odd\".\"T\"", "api.t"], await OpenAsync("api", "Odd"));

        await Sql.ExecuteAsync(TestServers.AsSupabaseAdmin(project), $"ALTER ROLE authenticator SET pgrst.db_schemas = 'api, storage'");
        try
        {
            Assert.Equal(["api.t"], await OpenAsync());
            await Sql.ExecuteAsync(TestServers.AsSupabaseAdmin(project), $"ALTER ROLE authenticator IN DATABASE {project.Database} SET pgrst.db_schemas = 'public,Odd'");
            Assert.Equal(["\"Odd\".\"T\"", "public.t"], await OpenAsync());
        }
        finally
        {
            await Sql.ExecuteAsync(TestServers.AsSupabaseAdmin(project), "ALTER ROLE authenticator RESET pgrst.db_schemas");
        }

        async Task<IEnumerable<string>> OpenAsync(params string[] exposed)
        {
            var findings = await ComplianceRun.RunAsync(new ComplianceRequest { Database = project, ExposedSchemas = exposed });
            return findings.Where(finding => finding.Check == "rls_disabled_in_public").Select(finding => finding.Object);
        }
    }

    [Fact]
    public async Task Each_standard_asks_for_its_own()
    {
        var project = await servers.CreateSupabaseDatabaseAsync();
        await Sql.ExecuteAsync(project, "CREATE TABLE heap (id int)");

        var supabase = (await ComplianceRun.RunAsync(project, ComplianceStandard.Supabase)).Select(finding => finding.Check).ToHashSet();
        var hipaa = (await ComplianceRun.RunAsync(project, ComplianceStandard.Hipaa)).Select(finding => finding.Check).ToHashSet();
        var both = (await ComplianceRun.RunAsync(project)).Select(finding => finding.Check).ToHashSet();

        Assert.Contains("no_primary_key", supabase.Except(hipaa));
        Assert.Contains("audit_log_missing", hipaa.Except(supabase));
        Assert.Contains("business_associate_agreement", hipaa.Except(supabase));
        Assert.Contains("rls_disabled_in_public", hipaa.Intersect(supabase));
        Assert.Equal(both.Order(), supabase.Union(hipaa).Order());
    }

    [Fact]
    public async Task What_cannot_be_seen_from_here_is_listed_at_the_end_and_fails_nothing()
    {
        var project = await servers.CreateSupabaseDatabaseAsync();

        var findings = await ComplianceRun.RunAsync(project);
        var last = findings.SkipWhile(finding => finding.Severity != FindingSeverity.NotChecked).ToList();

        Assert.All(last, finding => Assert.Equal(FindingSeverity.NotChecked, finding.Severity));
        Assert.Equal(
            [
                "business_associate_agreement", "high_compliance_project", "network_restrictions_not_set", "organization_mfa_missing",
                "pitr_not_enabled", "security_advisor", "ssl_not_enforced", "weak_authentication",
            ],
            last.Select(finding => finding.Check).Distinct().Order());
        Assert.Contains("Whether the project can be restored to any point in time is not checkable over SQL.", last.Select(finding => finding.What));
        var verdict = new AssessmentVerdict(FindingSeverity.Warning);
        foreach (var finding in last) verdict.Add(finding);
        Assert.False(verdict.IsFailed);
    }

    [Fact]
    public async Task What_the_role_may_not_read_stops_no_other_check()
    {
        var project = await servers.CreateSupabaseDatabaseAsync();
        var admin = TestServers.AsSupabaseAdmin(project);
        await Sql.ExecuteAsync(project, "CREATE TABLE t (id int)");
        await Sql.ExecuteAsync(admin, $"CREATE ROLE onlooker_{project.Database} LOGIN PASSWORD 'x'");
        try
        {
            var findings = await ComplianceRun.RunAsync(project with { Username = $"onlooker_{project.Database}", Password = "x" });

            var bucket = Assert.Single(findings, finding => finding.Check == "public_bucket_allows_listing");
            Assert.Equal(FindingSeverity.NotChecked, bucket.Severity);
            Assert.Contains(findings, finding => finding is { Check: "rls_disabled_in_public", Object: "public.t" });
            Assert.Contains(findings, finding => finding is { Check: "session_not_encrypted", Severity: FindingSeverity.NotChecked });
        }
        finally
        {
            await Sql.ExecuteAsync(admin, $"DROP ROLE onlooker_{project.Database}");
        }
    }

    private static IEnumerable<AssessmentFinding> Found(IReadOnlyList<AssessmentFinding> findings)
        => findings.Where(finding => finding.Severity != FindingSeverity.NotChecked && finding.Check is not ("session_not_encrypted" or "extra_superuser" or "extra_bypassrls"));
}

using PgMigrate.Engine.Readiness;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Tests.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Readiness;

/// <summary>What a destination has, lacks or forbids.</summary>
public sealed class DestinationCheckTests(TestServers servers)
{
    [Fact]
    public async Task Tells_what_the_role_may_not_make()
    {
        var request = await RequestAsync("CREATE TABLE t (id int)");
        Assert.Empty(await ReadinessRun.OfAsync(request, "destination_rights"));
        var admin = request.Destination!;
        var guest = await Copying.CreateRoleAsync(admin);
        await Sql.ExecuteAsync(admin, "REVOKE CREATE ON SCHEMA public FROM PUBLIC");

        var findings = await ReadinessRun.OfAsync(request with { Destination = guest }, "destination_rights");

        Assert.Equal(
            [(FindingSeverity.Error, admin.Database), (FindingSeverity.Error, "public"), (FindingSeverity.Information, "session_replication_role")],
            findings.Select(finding => (finding.Severity, finding.Object)));
        foreach (var finding in findings) await Sql.ExecuteAsync(admin, finding.Statement!);
        Assert.Empty(await ReadinessRun.OfAsync(request with { Destination = guest }, "destination_rights"));
    }

    [Fact]
    public async Task Names_what_is_there_already_and_does_not_try_the_schema_then()
    {
        var request = await RequestAsync("CREATE TABLE a (id int); CREATE VIEW v AS SELECT * FROM a; CREATE TABLE b (id int)");
        await Sql.ExecuteAsync(request.Destination!, "CREATE TABLE a (id int); INSERT INTO a VALUES (1); ANALYZE a; CREATE SEQUENCE v; CREATE TABLE elsewhere (id int)");

        var (findings, verdict) = await ReadinessRun.RunAsync(request);

        var taken = Assert.Single(findings, finding => finding.Check == "destination_collision");
        Assert.Contains("public.a, public.v; 1 of them", taken.What, StringComparison.Ordinal);
        Assert.Contains(findings, finding => finding is { Check: "copy_refused", Severity: FindingSeverity.Error } && finding.What.StartsWith("The destination is not empty", StringComparison.Ordinal));
        Assert.Contains(findings, finding => finding is { Check: "copy_statement_fails", Severity: FindingSeverity.NotChecked });
        Assert.Equal(ReadinessGrade.C, verdict.Grade);
        Assert.Empty(await ReadinessRun.OfAsync(request with { Destination = await servers.CreateDatabaseAsync() }, "destination_collision"));
    }

    [Fact]
    public async Task Warns_of_an_event_trigger_that_sees_the_copy()
    {
        var request = await RequestAsync("CREATE TABLE t (id int)");
        Assert.Empty(await ReadinessRun.OfAsync(request, "destination_event_trigger"));
        await Sql.ExecuteAsync(
            request.Destination!, "CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'; CREATE EVENT TRIGGER watching ON ddl_command_end EXECUTE FUNCTION watch()");

        var watching = Assert.Single(await ReadinessRun.OfAsync(request, "destination_event_trigger"));
        await Sql.ExecuteAsync(request.Destination!, watching.Statement!);

        Assert.Equal("watching", watching.Object);
        Assert.Empty(await ReadinessRun.OfAsync(request, "destination_event_trigger"));
    }

    [Fact]
    public async Task Tells_a_collation_that_the_destination_lacks_and_what_fails_without_it()
    {
        var request = await RequestAsync("CREATE TABLE t (name text COLLATE \"de-x-icu\", plain text COLLATE \"C\"); CREATE VIEW v AS SELECT name FROM t");
        Assert.Empty(await ReadinessRun.OfAsync(request, "collation_missing"));
        await Sql.ExecuteAsync(request.Destination!, "DROP COLLATION pg_catalog.\"de-x-icu\"");

        var (findings, verdict) = await ReadinessRun.RunAsync(request with { SkipMeasurement = true });

        Assert.Equal("de-x-icu", Assert.Single(findings, finding => finding.Check == "collation_missing").Object);
        var failing = findings.Where(finding => finding.Check == "copy_statement_fails").ToList();
        Assert.Equal(["TABLE public t", request.Destination!.Database], failing.Select(finding => finding.Object));
        Assert.Contains("does not exist", failing[0].What, StringComparison.Ordinal);
        Assert.Contains("CREATE TABLE public.t", failing[0].Statement, StringComparison.Ordinal);
        Assert.Contains("1 more objects fail with those", failing[1].What, StringComparison.Ordinal);
        Assert.Equal(ReadinessGrade.C, verdict.Grade);
    }

    [Fact]
    public async Task Tells_an_extension_that_is_older_there_until_it_is_updated()
    {
        var request = await RequestAsync("CREATE EXTENSION citext; CREATE EXTENSION pg_trgm");
        await Sql.ExecuteAsync(request.Destination!, "CREATE EXTENSION citext VERSION '1.4'");

        var older = Assert.Single(await ReadinessRun.OfAsync(request, "extension_older"));
        await Sql.ExecuteAsync(request.Destination!, older.Statement!);

        Assert.Equal(("citext", FindingSeverity.Warning), (older.Object, older.Severity));
        Assert.Empty(await ReadinessRun.OfAsync(request, "extension_older"));
    }

    [Theory]
    [InlineData("1.9", "1.10", true)]
    [InlineData("1.10", "1.9", false)]
    [InlineData("3.4.0", "3.4", false)]
    [InlineData("2.11.1", "2.11.1", false)]
    [InlineData("0.5", "0.5.1", true)]
    public void Versions_of_extensions_are_compared_number_by_number(string one, string other, bool isOlder) => Assert.Equal(isOlder, ExtensionOlder.IsOlder(one, other));

    [Fact]
    public async Task Tells_what_a_copy_would_take_and_what_the_free_plan_has()
    {
        var small = new ReadinessRequest { Source = (await RequestAsync("CREATE TABLE t (id int)")).Source, Destination = await servers.CreateSupabaseDatabaseAsync() };
        Assert.Equal([FindingSeverity.NotChecked], (await ReadinessRun.OfAsync(small, "database_size")).Select(finding => finding.Severity));
        await Sql.ExecuteAsync(
            small.Source, "CREATE UNLOGGED TABLE big (t text); ALTER TABLE big ALTER t SET STORAGE EXTERNAL; INSERT INTO big SELECT repeat('x', 1000000) FROM generate_series(1, 520)");

        var large = await ReadinessRun.OfAsync(small, "database_size");

        Assert.Equal([FindingSeverity.Warning, FindingSeverity.NotChecked], large.Select(finding => finding.Severity));
        Assert.Contains("free plan has 500 MB", large[0].What, StringComparison.Ordinal);
        await Sql.ExecuteAsync(small.Source, "DROP TABLE big");
    }

    [Fact]
    public async Task Tells_what_row_security_hides_from_the_source_s_role()
    {
        var request = await RequestAsync("CREATE TABLE open (id int); CREATE TABLE hidden (id int); ALTER TABLE hidden ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON hidden USING (id > 5)");
        var guest = await Copying.CreateRoleAsync(request.Source);
        await Sql.ExecuteAsync(request.Source, $"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {guest.Username}");

        var refused = Assert.Single(await ReadinessRun.OfAsync(request with { Source = guest }, "copy_refused"), finding => finding.What.Contains("may not read all rows", StringComparison.Ordinal));

        Assert.Equal("public.hidden", refused.Object);
        Assert.Contains("BYPASSRLS", refused.Remedy, StringComparison.Ordinal);
        Assert.Empty(await ReadinessRun.OfAsync(request, "copy_refused"));
    }

    [Fact]
    public async Task Tells_every_role_that_is_missing()
    {
        await using var server = await PrivateServer.StartAsync();
        await Sql.ExecuteAsync(server.Endpoint, "CREATE ROLE keeper; CREATE ROLE reader; CREATE TABLE t (id int); ALTER TABLE t OWNER TO keeper; GRANT SELECT ON t TO reader");
        var request = new ReadinessRequest { Source = server.Endpoint, Destination = await servers.CreateDatabaseAsync(), SkipMeasurement = true };

        var (findings, _) = await ReadinessRun.RunAsync(request);
        var (made, verdict) = await ReadinessRun.RunAsync(request with { IncludeRoles = true });

        Assert.Equal(["keeper", "reader"], findings.Where(finding => finding.Check == "copy_refused").Select(finding => finding.Object));
        Assert.DoesNotContain(made, finding => finding.Severity == FindingSeverity.Error);
        Assert.NotEqual(ReadinessGrade.C, verdict.Grade);
        Assert.Equal(0L, await Sql.ScalarAsync<long>(request.Destination!, "SELECT count(*) FROM pg_roles WHERE rolname IN ('keeper', 'reader')"));
    }

    [Fact]
    public void Refuses_the_name_of_a_check_that_does_not_exist()
    {
        var source = Engine.Connections.EndpointParser.Parse("postgresql://app@db.example.com/app");

        var refusal = Assert.Throws<MigrationException>(() => new ReadinessTest(new() { Source = source, ExcludeChecks = ["copy_*", "nonsense"] }, new RecordingObserver()));

        Assert.Equal(("ParametersConflict", "nonsense"), (refusal.ErrorId, refusal.Subject));
        Assert.Contains("table_without_key", refusal.Remedy, StringComparison.Ordinal);
    }

    private async Task<ReadinessRequest> RequestAsync(string sql)
    {
        var request = new ReadinessRequest { Source = await servers.CreateDatabaseAsync(), Destination = await servers.CreateDatabaseAsync() };
        await Sql.ExecuteAsync(request.Source, sql);
        return request;
    }
}

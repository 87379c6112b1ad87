using System.Net;
using System.Security;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Supabase.Compliance;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Supabase.Compliance;

public sealed class ManagementApiTests(TestServers servers) : IAsyncDisposable
{
    private static readonly string[] Asked = ["network_restrictions_not_set", "organization_mfa_missing", "pitr_not_enabled", "security_advisor", "ssl_not_enforced"];

    private readonly ManagementApiStandIn api = new();
    private readonly RecordingObserver observer = new();

    public ValueTask DisposeAsync() => api.DisposeAsync();

    [Fact]
    public async Task A_project_that_keeps_everything_has_no_finding_and_no_open_question()
    {
        var findings = await RunAsync();

        Assert.Empty(ComplianceRun.Show(findings.Where(finding => Asked.Contains(finding.Check))));
        Assert.Equal(
            ["business_associate_agreement", "high_compliance_project", "weak_authentication"],
            findings.Where(finding => finding.Severity == FindingSeverity.NotChecked && finding.Check != "session_not_encrypted").Select(finding => finding.Check).Order());
    }

    [Fact]
    public async Task A_project_that_keeps_nothing_has_a_finding_for_each()
    {
        api.Reply("/ssl-enforcement", """{"currentConfig":{"database":false},"appliedSuccessfully":true}""");
        api.Reply("/network-restrictions", """{"entitlement":"allowed","config":{"dbAllowedCidrs":["0.0.0.0/0"],"dbAllowedCidrsV6":["::/0"]},"status":"applied"}""");
        api.Reply("/database/backups", """{"region":"eu-central-1","walg_enabled":true,"pitr_enabled":false,"backups":[],"physical_backup_data":{}}""");
        api.Reply("/advisors/security", """
            {"lints":[
              {"name":"auth_leaked_password_protection","title":"Leaked Password Protection Disabled","level":"WARN","facing":"EXTERNAL","categories":["SECURITY"],"description":"d","detail":"Leaked password protection is off.","remediation":"https://supabase.com/docs/x","metadata":{"type":"auth","entity":"Auth"},"cache_key":"a"},
              {"name":"vulnerable_postgres_version","title":"Vulnerable","level":"ERROR","facing":"EXTERNAL","categories":["SECURITY"],"description":"d","detail":"An update is there.","remediation":"https://supabase.com/docs/y","metadata":{"schema":"public","name":"Odd"},"cache_key":"b"},
              {"name":"rls_disabled_in_public","title":"t","level":"ERROR","facing":"EXTERNAL","categories":["SECURITY"],"description":"d","detail":"x","remediation":"r","metadata":{"schema":"public","name":"t"},"cache_key":"c"},
              {"name":"ssl_not_enforced","title":"t","level":"WARN","facing":"EXTERNAL","categories":["SECURITY"],"description":"d","detail":"x","remediation":"r","cache_key":"d"}]}
            """);

        var hipaa = await RunAsync(ComplianceStandard.Hipaa);
        var supabase = await RunAsync(ComplianceStandard.Supabase);

        string[] expected =
        [
            "Error network_restrictions_not_set abcdefghijklmnopqrst", "Error pitr_not_enabled abcdefghijklmnopqrst", "Error ssl_not_enforced abcdefghijklmnopqrst",
            "Error vulnerable_postgres_version public.\"Odd\"", "Warning auth_leaked_password_protection Auth",
        ];
        Assert.Equal(expected, OfPlatform(hipaa));
        Assert.Equal(
            expected.Select(line => line.Replace("Error network", "Warning network", StringComparison.Ordinal).Replace("Error pitr", "Warning pitr", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
            OfPlatform(supabase));
    }

    [Fact]
    public async Task A_member_without_a_second_factor_is_named()
    {
        api.Reply("", """{"ref":"abcdefghijklmnopqrst","organization_id":"other","name":"shop","status":"ACTIVE_HEALTHY"}""");
        var unanswered = Assert.Single(await RunAsync(), finding => finding.Check == "organization_mfa_missing");
        Assert.Equal(FindingSeverity.NotChecked, unanswered.Severity);
        Assert.Contains("/v1/organizations/other/members", api.Requests);

        await using var other = new ManagementApiStandIn();
        other.ReplyAt("/v1/organizations/org-slug/members", """
            [{"user_id":"1","user_name":"ada","role_name":"Owner","mfa_enabled":true},{"user_id":"2","user_name":"bob","role_name":"Developer","mfa_enabled":false}]
            """);
        var member = Assert.Single(await RunAsync(other, ManagementApiStandIn.Token), finding => finding.Check == "organization_mfa_missing");
        Assert.Equal(("bob", FindingSeverity.Error), (member.Object, member.Severity));
    }

    [Fact]
    public async Task The_project_says_which_schemas_its_Data_API_serves()
    {
        var database = await servers.CreateSupabaseDatabaseAsync();
        await Sql.ExecuteAsync(database, "CREATE SCHEMA api; GRANT USAGE ON SCHEMA api TO anon; CREATE TABLE api.t (id int); GRANT SELECT ON api.t TO anon; CREATE TABLE t (id int)");
        api.Reply("/postgrest", """{"db_schema":"api, storage","max_rows":1000,"db_extra_search_path":"public","db_pool":null}""");

        var findings = await ComplianceRun.RunAsync(Request(api, ManagementApiStandIn.Token) with { Database = database });

        Assert.Equal(["api.t"], findings.Where(finding => finding.Check == "rls_disabled_in_public").Select(finding => finding.Object));
    }

    [Theory]
    [InlineData("Retry-After", "1")]
    [InlineData("X-RateLimit-Reset", "1")]
    public async Task Waits_as_long_as_the_API_says_when_it_was_asked_too_much(string header, string seconds)
    {
        var limited = new ManagementApiStandIn.Answer(429, """{"message":"ThrottlerException: Too Many Requests"}""", new() { [header] = seconds });
        api.Reply("/ssl-enforcement", limited, limited, new(200, """{"currentConfig":{"database":true},"appliedSuccessfully":true}"""));

        var findings = await RunAsync();

        Assert.DoesNotContain(findings, finding => finding.Check == "ssl_not_enforced");
        Assert.Equal(3, api.Requests.Count(path => path.EndsWith("/ssl-enforcement", StringComparison.Ordinal)));
        Assert.Equal(2, observer.VerboseMessages.Count(message => message == "Supabase's Management API answered 429; asking again in 1 s."));
    }

    [Theory]
    [InlineData(429, "Retry-After", "3600", null)]
    [InlineData(429, "Retry-After", "60", 60.0)]
    [InlineData(503, "X-Other", "1", 0.5)]
    [InlineData(403, "Retry-After", "1", null)]
    public void Waits_no_longer_than_a_minute_and_not_where_it_would_change_nothing(int status, string header, string value, double? seconds)
    {
        using var response = new HttpResponseMessage((HttpStatusCode)status);
        response.Headers.TryAddWithoutValidation(header, value);

        Assert.Equal(seconds, HostApi.WaitAfter(response.StatusCode, response.Headers, attempt: 1)?.TotalSeconds);
    }

    [Theory]
    [InlineData(403, """{"message":"Your account does not have the necessary privileges"}""", "does not have the necessary privileges")]
    [InlineData(402, """{"message":"The organization's plan has no such feature"}""", "plan has no such feature")]
    [InlineData(200, """{"unknown":1}""", "answered without what it documents: pitr_enabled")]
    [InlineData(200, "<html>", "a JSON document")]
    public async Task What_the_API_does_not_tell_stays_an_open_question(int status, string body, string reason)
    {
        api.Reply("/database/backups", new ManagementApiStandIn.Answer(status, body));

        var question = Assert.Single(await RunAsync(), finding => finding.Check == "pitr_not_enabled");

        Assert.Equal(FindingSeverity.NotChecked, question.Severity);
        Assert.Contains(reason, question.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restrictions_that_are_not_applied_yet_guard_nothing()
    {
        api.Reply("/network-restrictions", """{"entitlement":"allowed","config":{"dbAllowedCidrs":["203.0.113.0/24"],"dbAllowedCidrsV6":[]},"old_config":{"dbAllowedCidrs":["0.0.0.0/0"]},"status":"stored"}""");

        Assert.Contains(await RunAsync(), finding => finding is { Check: "network_restrictions_not_set", Severity: FindingSeverity.Warning });
    }

    [Fact]
    public async Task A_token_that_nobody_knows_ends_the_test_before_anything_is_read_and_is_told_nowhere()
    {
        const string Wrong = "sbp_canary_token";

        var refused = await Assert.ThrowsAsync<MigrationException>(() => RunAsync(api, Wrong));

        Assert.Equal(("TokenRefused", "Supabase's Management API does not know the token: Unauthorized."), (refused.ErrorId, refused.Message));
        Assert.DoesNotContain("canary", refused + refused.Remedy + refused.Subject + string.Join('\n', observer.VerboseMessages), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zzzzzzzzzzzzzzzzzzzz", "ProjectNotFound")]
    [InlineData("../evil", "ProjectRefMissing")]
    [InlineData(null, "ProjectRefMissing")]
    public async Task A_project_that_is_not_known_is_an_error(string? reference, string errorId)
    {
        var request = Request(api, ManagementApiStandIn.Token) with { ProjectRef = reference };

        Assert.Equal(errorId, (await Assert.ThrowsAsync<MigrationException>(() => ComplianceRun.RunAsync(request))).ErrorId);
    }

    [Fact]
    public async Task A_token_is_never_sent_in_clear_or_to_where_an_answer_points()
    {
        var request = Request(api, ManagementApiStandIn.Token);
        var open = await Assert.ThrowsAsync<MigrationException>(() => ComplianceRun.RunAsync(request with { ApiAddress = new("http://api.example.com") }));
        await using var elsewhere = new ManagementApiStandIn();
        api.Reply("", new ManagementApiStandIn.Answer(307, "", new() { ["Location"] = $"{elsewhere.Address}v1/projects/{ManagementApiStandIn.Project}" }));
        var redirected = await Assert.ThrowsAsync<MigrationException>(() => ComplianceRun.RunAsync(request));

        Assert.Equal(("ApiAddressNotSecure", "ManagementApiFailed"), (open.ErrorId, redirected.ErrorId));
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task An_API_that_cannot_be_reached_is_an_error_that_says_so()
    {
        await api.DisposeAsync();

        var failure = await Assert.ThrowsAsync<MigrationException>(() => RunAsync());

        Assert.Equal(("ManagementApiFailed", MigrationErrorCategory.ConnectionError), (failure.ErrorId, failure.Category));
    }

    [Theory]
    [InlineData("postgresql://postgres:x@db.abcdefghijklmnopqrst.supabase.co/postgres", "abcdefghijklmnopqrst")]
    [InlineData("postgresql://postgres.abcdefghijklmnopqrst:x@aws-0-eu-central-1.pooler.supabase.com:6543/postgres", "abcdefghijklmnopqrst")]
    [InlineData("postgresql://postgres:x@aws-0-eu-central-1.pooler.supabase.com/postgres?options=reference%3Dabcdefghijklmnopqrst", "abcdefghijklmnopqrst")]
    [InlineData("postgresql://postgres.abcdefghijklmnopqrst:x@db.example.com/postgres", null)]
    [InlineData("postgresql://postgres:x@localhost/postgres", null)]
    public void Reads_the_project_from_the_endpoint(string url, string? reference)
        => Assert.Equal(reference, SupabaseReference.Of(EndpointParser.Parse(url)));

    private static IEnumerable<string> OfPlatform(IReadOnlyList<AssessmentFinding> findings)
        => findings.Where(finding => finding.Severity > FindingSeverity.NotChecked
                && (Asked.Contains(finding.Check) || finding.Check.StartsWith("auth_leaked", StringComparison.Ordinal) || finding.Check.StartsWith("vulnerable", StringComparison.Ordinal) || finding.Check == "rls_disabled_in_public"))
            .Select(finding => $"{finding.Severity} {finding.Check} {finding.Object}").Order(StringComparer.Ordinal);

    private static ComplianceRequest Request(ManagementApiStandIn api, string token)
    {
        var secret = new SecureString();
        foreach (var character in token) secret.AppendChar(character);
        return new()
        {
            Database = EndpointParser.Parse("postgresql://nobody@127.0.0.1:1/nothing"),
            Token = secret,
            ProjectRef = ManagementApiStandIn.Project,
            ApiAddress = api.Address,
        };
    }

    private Task<IReadOnlyList<AssessmentFinding>> RunAsync(params ComplianceStandard[] standards) => RunAsync(api, ManagementApiStandIn.Token, standards);

    private async Task<IReadOnlyList<AssessmentFinding>> RunAsync(ManagementApiStandIn server, string token, params ComplianceStandard[] standards)
    {
        var database = await servers.CreateSupabaseDatabaseAsync();
        return await ComplianceRun.RunAsync(Request(server, token) with { Database = database, Standards = standards }, observer);
    }
}

using System.Text;
using PgMigrate.Engine.Readiness;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Tests.Transfer;
using PgMigrate.Engine.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Readiness;

/// <summary>What an assessment says of a move to a Supabase project is what the copy says of it afterwards.</summary>
public sealed class SupabaseReadinessTests(TestServers servers)
{
    public static TheoryData<int> Majors => [15, 17, 18];

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Tells_beforehand_exactly_what_the_copy_reports_afterwards(int major)
    {
        var request = new ReadinessRequest { Source = await RenderSample.CreateAsync(servers, major), Destination = await servers.CreateSupabaseDatabaseAsync(major), ExcludeExtensions = ["postgres_fdw"] };

        var (findings, verdict) = await ReadinessRun.RunAsync(request);

        Assert.Equal("", ReadinessRun.Show(findings.Where(finding => finding.Severity == FindingSeverity.Error)));
        Assert.Equal((ReadinessGrade.B, DatabaseProvider.Supabase), (verdict.Grade, verdict.DestinationHost));
        var result = await Cloning.RunAsync(new DatabaseCopyRequest { Source = request.Source, Destination = request.Destination!, ExcludeExtensions = ["postgres_fdw"] });
        Assert.Equal(DatabaseCopyStatus.Completed, result.Status);
        Assert.Equal(Words(result.Findings), OfCopy(findings));
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Tells_each_object_that_the_copy_refuses_or_would_leave_out(int major)
    {
        var request = new ReadinessRequest { Source = await RenderSample.CreateAsync(servers, major), Destination = await servers.CreateSupabaseDatabaseAsync(major), SkipMeasurement = true };
        var copy = new DatabaseCopyRequest { Source = request.Source, Destination = request.Destination! };

        var (findings, verdict) = await ReadinessRun.RunAsync(request);
        var refusal = await Cloning.FailsAsync(copy);

        var error = Assert.Single(findings, finding => finding.Severity == FindingSeverity.Error);
        Assert.Equal(("copy_extension", refusal.Subject, ReadinessGrade.C), (error.Check, error.Object, verdict.Grade));
        Assert.Contains(error.What, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(error.Remedy, refusal.Remedy, StringComparison.Ordinal);
        var result = await Cloning.RunAsync(copy with { ContinueOnError = true });
        Assert.Equal(Words(result.Findings), OfCopy(findings));
    }

    [Fact]
    public async Task Tells_of_a_project_that_goes_home_what_the_copy_refuses_and_reports()
    {
        await using var server = await PrivateServer.StartAsync();
        var owner = await Copying.CreateRoleAsync(server.Endpoint);
        await Sql.ExecuteAsync(server.Endpoint, $"ALTER ROLE {owner.Username} CREATEROLE");
        await Sql.ExecuteAsync(server.Endpoint, $"CREATE DATABASE app OWNER {owner.Username}");
        var request = new ReadinessRequest { Source = await ProjectSample.CreateAsync(servers, 15), Destination = owner with { Database = "app" }, SkipMeasurement = true };

        var refused = await ReadinessRun.OfAsync(request, "copy_refused");
        var (findings, verdict) = await ReadinessRun.RunAsync(request with { IncludeRoles = true });
        var result = await Cloning.RunAsync(new DatabaseCopyRequest { Source = request.Source, Destination = request.Destination!, IncludeRoles = true });

        Assert.Contains(refused, finding => finding.Object == "authenticated" && finding.Remedy.Contains("-IncludeRole", StringComparison.Ordinal));
        Assert.Equal("", ReadinessRun.Show(findings.Where(finding => finding.Severity == FindingSeverity.Error)));
        Assert.Equal((DatabaseProvider.Supabase, ReadinessGrade.B), (verdict.SourceHost, verdict.Grade));
        Assert.Equal(DatabaseCopyStatus.Completed, result.Status);
        Assert.Equal(Words(result.Findings), OfCopy(findings));
    }

    [Fact]
    public async Task Leaves_the_destination_as_it_was()
    {
        var request = new ReadinessRequest { Source = await RenderSample.CreateAsync(servers), Destination = await servers.CreateSupabaseDatabaseAsync() };
        var before = await DumpAsync(request.Destination!);

        await ReadinessRun.RunAsync(request);
        await ReadinessRun.RunAsync(request with { ExcludeExtensions = ["postgres_fdw"], IncludeRoles = true });

        Assert.Equal(before, await DumpAsync(request.Destination!));
    }

    [Fact]
    public async Task Leaves_the_destination_as_it_was_where_it_is_stopped_in_its_middle()
    {
        var request = new ReadinessRequest { Source = await RenderSample.CreateAsync(servers), Destination = await servers.CreateSupabaseDatabaseAsync(), ExcludeExtensions = ["postgres_fdw"] };
        var before = await DumpAsync(request.Destination!);
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ReadinessRun.RunAsync(request, new StoppingObserver(stop), stop.Token));

        Assert.Equal(before, await DumpAsync(request.Destination!));
        await Eventually.HoldsAsync(
            "no session of the assessment is left",
            async () => await Sql.ScalarAsync<long>(TestServers.AsSupabaseAdmin(request.Destination!), "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'") == 0);
    }

    [Fact]
    public async Task A_destination_that_another_run_writes_to_is_told()
    {
        var request = new ReadinessRequest { Source = await servers.CreateDatabaseAsync(), Destination = await servers.CreateDatabaseAsync() };
        await using var other = await Blocker.HoldAsync(request.Destination!, "SELECT pg_advisory_lock(1346850119, 1)");

        var busy = Assert.Single(await ReadinessRun.OfAsync(request, "copy_refused"));

        Assert.Contains("Another migration is writing", busy.What, StringComparison.Ordinal);
    }

    private static string OfCopy(IEnumerable<AssessmentFinding> findings) => string.Join(
        '\n', findings.Where(finding => finding.Check == "api_access" || (finding.Check.StartsWith("copy_", StringComparison.Ordinal) && finding.Check is not ("copy_refused" or "copy_statement_fails")))
            .Select(finding => $"{finding.Object}: {finding.What} {finding.Remedy}").Order(StringComparer.Ordinal));

    private static string Words(IEnumerable<MigrationFinding> findings) => string.Join('\n', findings.Select(finding => finding.ToString()).Order(StringComparer.Ordinal));

    private static async Task<string> DumpAsync(DatabaseEndpoint endpoint)
    {
        var admin = TestServers.AsSupabaseAdmin(endpoint);
        var (code, output, said) = await (await InstalledProgram.FindForAsync("pg_dump", admin)).RunAsync(admin, ["-s"]);
        Assert.True(code == 0, said);
        // Newer programs end their scripts' protection with a key of the moment.
        return string.Join('\n', Encoding.UTF8.GetString(output).Split('\n').Where(line => !line.StartsWith("\\restrict", StringComparison.Ordinal) && !line.StartsWith("\\unrestrict", StringComparison.Ordinal)));
    }

    /// <summary>Stops the assessment when the schema is half made.</summary>
    private sealed class StoppingObserver(CancellationTokenSource stop) : IMigrationObserver
    {
        public void Progress(MigrationProgress progress)
        {
            if (progress.TotalObjects > 10 && progress.Objects > 5) stop.Cancel();
        }

        public void Verbose(string message)
        {
        }

        public void Warning(string message)
        {
        }
    }
}

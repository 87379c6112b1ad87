using PgMigrate.Engine.Readiness;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Readiness;

/// <summary>Runs assessments for assertions.</summary>
internal static class ReadinessRun
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task<(IReadOnlyList<AssessmentFinding> Findings, MigrationReadiness Verdict)> RunAsync(
        ReadinessRequest request, IMigrationObserver? observer = null, CancellationToken? cancellationToken = null)
    {
        var test = new ReadinessTest(request, observer ?? new RecordingObserver());
        var findings = new List<AssessmentFinding>();
        await CollectAsync().WaitAsync(Patience, TestContext.Current.CancellationToken);
        return (findings, test.Readiness);

        async Task CollectAsync()
        {
            await foreach (var finding in test.RunAsync(cancellationToken ?? TestContext.Current.CancellationToken)) findings.Add(finding);
        }
    }

    /// <summary>The findings of one check; only that is made, and nothing is measured.</summary>
    public static async Task<IReadOnlyList<AssessmentFinding>> OfAsync(ReadinessRequest request, string check)
        => (await RunAsync(request with { Checks = [check], SkipMeasurement = true })).Findings;

    public static Task<IReadOnlyList<AssessmentFinding>> OfAsync(DatabaseEndpoint source, string check) => OfAsync(new ReadinessRequest { Source = source }, check);

    /// <summary>What was found, a line each.</summary>
    public static string Show(IEnumerable<AssessmentFinding> findings) => string.Join('\n', findings.Select(finding => finding.ToString()));
}

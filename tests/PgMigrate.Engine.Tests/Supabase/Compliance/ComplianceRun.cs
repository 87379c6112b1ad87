using PgMigrate.Engine.Supabase.Compliance;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Supabase.Compliance;

/// <summary>Tests databases' compliance for assertions.</summary>
internal static class ComplianceRun
{
    public static Task<IReadOnlyList<AssessmentFinding>> RunAsync(DatabaseEndpoint database, params ComplianceStandard[] standards)
        => RunAsync(new ComplianceRequest { Database = database, Standards = standards });

    public static async Task<IReadOnlyList<AssessmentFinding>> RunAsync(ComplianceRequest request, RecordingObserver? observer = null)
    {
        var findings = new List<AssessmentFinding>();
        await foreach (var finding in ComplianceTest.RunAsync(request, observer ?? new RecordingObserver(), TestContext.Current.CancellationToken))
        {
            findings.Add(finding);
        }

        return findings;
    }

    /// <summary>The findings of one check.</summary>
    public static async Task<IReadOnlyList<AssessmentFinding>> OfAsync(DatabaseEndpoint database, string check)
        => [.. (await RunAsync(database)).Where(finding => finding.Check == check)];

    /// <summary>What was found, a line each.</summary>
    public static string Show(IEnumerable<AssessmentFinding> findings) => string.Join('\n', findings.Select(finding => finding.ToString()));
}

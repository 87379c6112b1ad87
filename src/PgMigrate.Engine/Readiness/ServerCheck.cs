using PgMigrate.Engine.Assessment;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Engine.Readiness;

/// <summary>A check that is made of both servers alike.</summary>
internal abstract class ServerCheck : ReadinessCheck
{
    public override bool Concerns(ReadinessFacts facts) => facts.Servers.Any();

    public sealed override async Task<List<AssessmentFinding>> RunAsync(ReadinessFacts facts, CancellationToken cancellationToken)
    {
        var findings = new List<AssessmentFinding>();
        foreach (var (session, host, isSource) in facts.Servers)
        {
            var endpoint = isSource ? facts.Request.Source : facts.Request.Destination!;
            var found = await FindAsync(session, endpoint, host, isSource, facts, cancellationToken).ConfigureAwait(false);
            findings.AddRange(found.Select(finding => finding with { Database = endpoint.ToString() }));
        }

        return findings;
    }

    /// <param name="session">The server.</param>
    /// <param name="endpoint">How the user named it.</param>
    /// <param name="host">Who runs it.</param>
    /// <param name="isSource">Whether it is the source's.</param>
    /// <param name="facts">All else.</param>
    /// <param name="cancellationToken">Stops the looking.</param>
    protected abstract Task<IEnumerable<AssessmentFinding>> FindAsync(
        AssessmentSession session, DatabaseEndpoint endpoint, HostProfile host, bool isSource, ReadinessFacts facts, CancellationToken cancellationToken);

    /// <summary>What the server is called in a sentence.</summary>
    protected static string Role(bool isSource) => isSource ? "source" : "destination";
}

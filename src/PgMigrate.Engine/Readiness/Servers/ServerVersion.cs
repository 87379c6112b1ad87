using PgMigrate.Engine.Assessment;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Engine.Readiness;

/// <summary>Which PostgreSQL the ends are: older ones than 12 were refused when they were opened.</summary>
internal sealed class ServerVersion : ServerCheck
{
    /// <summary>The oldest major version that has had fixes since November 2025 (postgresql.org, Versioning Policy).</summary>
    private const int OldestSupported = 14;

    public override string Name => "server_version";

    protected override Task<IEnumerable<AssessmentFinding>> FindAsync(
        AssessmentSession session, DatabaseEndpoint endpoint, HostProfile host, bool isSource, ReadinessFacts facts, CancellationToken cancellationToken)
        => Task.FromResult(Find(session.Catalog.ServerVersion / 10000, facts.Source?.Catalog.ServerVersion / 10000, endpoint.ToString(), isSource));

    private IEnumerable<AssessmentFinding> Find(int major, int? source, string endpoint, bool isSource)
    {
        if (major < OldestSupported) yield return Finding(
            FindingSeverity.Information, endpoint, $"The {Role(isSource)} is PostgreSQL {major}, which gets no more fixes.",
            isSource ? "Nothing is to be done: it can be migrated from." : "Take a newer version for the destination.");
        if (!isSource && source > major) yield return Finding(
            FindingSeverity.Warning, endpoint, $"The destination is PostgreSQL {major}, and the source {source}: what came in between can't be made, and fails where it is used.",
            $"Take PostgreSQL {source} or newer for the destination.");
    }
}

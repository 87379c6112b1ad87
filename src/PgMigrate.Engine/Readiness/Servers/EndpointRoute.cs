using PgMigrate.Engine.Assessment;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Engine.Readiness;

/// <summary>What way the connections take: through poolers, or over IPv6 alone. One that a migration can't take was refused when it was opened.</summary>
internal sealed class EndpointRoute : ServerCheck
{
    public override string Name => "endpoint_route";

    protected override Task<IEnumerable<AssessmentFinding>> FindAsync(
        AssessmentSession session, DatabaseEndpoint endpoint, HostProfile host, bool isSource, ReadinessFacts facts, CancellationToken cancellationToken)
        => Task.FromResult(Find(endpoint, session.Endpoint, session.Pooler));

    /// <param name="asked">The endpoint as it was given.</param>
    /// <param name="used">The endpoint that a migration takes instead, or the same.</param>
    /// <param name="pooler">What stands before the server.</param>
    internal IEnumerable<AssessmentFinding> Find(DatabaseEndpoint asked, DatabaseEndpoint used, PoolerMode? pooler)
    {
        if (!used.Hosts.SequenceEqual(asked.Hosts)) yield return Finding(
            FindingSeverity.Warning, asked.ToString(),
            $"It is a pooler in transaction mode, which a migration can't use; {used} is used instead.",
            "Give the migration that address, and keep the pooler's for the application.");
        if (IsSupabaseDirect(used)) yield return Finding(
            FindingSeverity.Information, used.ToString(),
            "Supabase gives this address over IPv6 alone, unless the project has the IPv4 add-on; machines without IPv6 can't reach it.",
            "Run the migration where this ran, or give it the session pooler's address (port 5432), which has IPv4.");
        if (pooler == PoolerMode.Session || used.Route == ConnectionRoute.SessionPooler) yield return Finding(
            FindingSeverity.Information, used.ToString(),
            "A pooler in session mode is in the way: it works, and has fewer sessions than the server"
                + (used.Provider == DatabaseProvider.Supabase ? " (15 unless the project says otherwise)." : "."),
            "Keep -ThrottleLimit below the pooler's number of sessions.");
    }

    private static bool IsSupabaseDirect(DatabaseEndpoint endpoint) => endpoint is { Provider: DatabaseProvider.Supabase, Route: ConnectionRoute.Direct } && endpoint.Host.StartsWith("db.", StringComparison.Ordinal);
}

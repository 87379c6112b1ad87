using PgMigrate.Engine.Assessment;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Engine.Readiness;

/// <summary>What way the connections take: through poolers, or over IPv6 alone. One that a migration can't take was refused when it was opened.</summary>
internal sealed class EndpointRoute : ServerCheck
{
    public override string Name => "endpoint_route";

    protected override Task<IEnumerable<AssessmentFinding>> FindAsync(
        AssessmentSession session, DatabaseEndpoint endpoint, HostProfile host, bool isSource, ReadinessFacts facts, CancellationToken cancellationToken)
        => Task.FromResult(Find(session, endpoint));

    private IEnumerable<AssessmentFinding> Find(AssessmentSession session, DatabaseEndpoint endpoint)
    {
        if (session.Endpoint.Hosts.Count > 0 && !session.Endpoint.Hosts.SequenceEqual(endpoint.Hosts)) yield return Finding(
            FindingSeverity.Warning, endpoint.ToString(),
            $"It is a pooler in transaction mode, which a migration can't use; {session.Endpoint} is used instead.",
            "Give the migration that address, and keep the pooler's for the application.");
        if (IsSupabaseDirect(session.Endpoint)) yield return Finding(
            FindingSeverity.Information, session.Endpoint.ToString(),
            "Supabase gives this address over IPv6 alone, unless the project has the IPv4 add-on; machines without IPv6 can't reach it.",
            "Run the migration where this ran, or give it the session pooler's address (port 5432), which has IPv4.");
        if (session.Pooler == PoolerMode.Session || session.Endpoint.Route == ConnectionRoute.SessionPooler) yield return Finding(
            FindingSeverity.Information, session.Endpoint.ToString(),
            "A pooler in session mode is in the way: it works, and has fewer sessions than the server"
                + (session.Endpoint.Provider == DatabaseProvider.Supabase ? " (15 unless the project says otherwise)." : "."),
            "Keep -ThrottleLimit below the pooler's number of sessions.");
    }

    private static bool IsSupabaseDirect(DatabaseEndpoint endpoint) => endpoint is { Provider: DatabaseProvider.Supabase, Route: ConnectionRoute.Direct } && endpoint.Host.StartsWith("db.", StringComparison.Ordinal);
}

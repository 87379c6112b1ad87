using PgMigrate.Engine.Assessment;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Engine.Readiness;

/// <summary>Whether the server lets as many sessions connect as a copy wants.</summary>
internal sealed class ConnectionLimit : ServerCheck
{
    /// <summary>Beside those that carry rows: the snapshot's and one for the catalog; the lock's, the journal's and one that asks.</summary>
    private const int BesideAtSource = 2;

    private const int BesideAtDestination = 3;

    public override string Name => "connection_limit";

    protected override async Task<IEnumerable<AssessmentFinding>> FindAsync(
        AssessmentSession session, DatabaseEndpoint endpoint, HostProfile host, bool isSource, ReadinessFacts facts, CancellationToken cancellationToken)
    {
        // Of others' sessions only database and role are for everyone to see.
        var rooms = await session.Catalog.QueryAsync(
            """
            WITH sessions AS (
                SELECT datid, usesysid FROM pg_catalog.pg_stat_activity
                WHERE datid IS NOT NULL AND pid <> pg_catalog.pg_backend_pid() AND coalesce(backend_type, 'client backend') = 'client backend'
            )
            SELECT 'the server has (max_connections)',
                   current_setting('max_connections')::int - CASE WHEN r.rolsuper THEN 0 ELSE current_setting('superuser_reserved_connections')::int + coalesce(current_setting('reserved_connections', true)::int, 0) END,
                   (SELECT count(*)::int FROM sessions)
            FROM pg_catalog.pg_roles r WHERE r.rolname = current_user
            UNION ALL
            SELECT 'the database allows (CONNECTION LIMIT)', d.datconnlimit, (SELECT count(*)::int FROM sessions s WHERE s.datid = d.oid)
            FROM pg_catalog.pg_database d WHERE d.datname = current_database() AND d.datconnlimit >= 0
            UNION ALL
            SELECT 'the role is allowed (CONNECTION LIMIT)', r.rolconnlimit, (SELECT count(*)::int FROM sessions s WHERE s.usesysid = r.oid)
            FROM pg_catalog.pg_roles r WHERE r.rolname = session_user AND r.rolconnlimit >= 0 AND NOT r.rolsuper
            """,
            row => (What: row.GetString(0), Allowed: row.GetInt32(1), Used: row.GetInt32(2)), cancellationToken).ConfigureAwait(false);
        var beside = isSource ? BesideAtSource : BesideAtDestination;
        var narrowest = rooms.MinBy(room => room.Allowed - room.Used);
        return Find(narrowest.What, narrowest.Allowed, narrowest.Used, beside, facts.Copy.ThrottleLimit, endpoint.ToString(), Role(isSource));
    }

    private IEnumerable<AssessmentFinding> Find(string what, int allowed, int used, int beside, int throttle, string endpoint, string role)
    {
        var free = allowed - used;
        if (free >= beside + throttle) yield break;
        yield return Finding(
            free <= beside ? FindingSeverity.Error : FindingSeverity.Warning, endpoint,
            $"Of the {allowed} connections that {what} at the {role}, {used} are in use: {Math.Max(free, 0)} are free, and a copy over {throttle} connections wants {beside + throttle}.",
            free <= beside ? "End sessions that are not needed, or raise the limit." : $"Copy with -ThrottleLimit {free - beside}, end sessions that are not needed, or raise the limit.");
    }
}

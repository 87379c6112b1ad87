using PgMigrate.Engine.Assessment;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Engine.Readiness;

/// <summary>The timeouts that the role or the database gives to each session. The copy's own sessions lift them.</summary>
internal sealed class SessionTimeout : ServerCheck
{
    public override string Name => "session_timeout";

    protected override async Task<IEnumerable<AssessmentFinding>> FindAsync(
        AssessmentSession session, DatabaseEndpoint endpoint, HostProfile host, bool isSource, ReadinessFacts facts, CancellationToken cancellationToken)
    {
        // What a session began with stays its reset value.
        var timeouts = await session.Catalog.QueryAsync(
            """
            SELECT name, reset_val || coalesce(unit, '') FROM pg_catalog.pg_settings
            WHERE name IN ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout', 'idle_session_timeout', 'transaction_timeout')
                AND reset_val <> '0'
            ORDER BY name
            """,
            row => (Name: row.GetString(0), Value: row.GetString(1)), cancellationToken).ConfigureAwait(false);
        return timeouts.Select(timeout => Finding(
            FindingSeverity.Information, timeout.Name,
            $"The {Role(isSource)} gives each session of the role {timeout.Name} = {timeout.Value}; the copy's sessions lift it, which a pooler in transaction mode would not let them.",
            "Nothing is to be done for the copy; statements that you run by hand afterwards, such as a long CREATE INDEX, are ended by it."));
    }
}

using PgMigrate.Engine.Assessment;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Engine.Readiness;

/// <summary>Whether a server can't be written to: a standby, or one that is set to read only.</summary>
internal sealed class ReadOnlyServer : ServerCheck
{
    public override string Name => "read_only_server";

    protected override async Task<IEnumerable<AssessmentFinding>> FindAsync(
        AssessmentSession session, DatabaseEndpoint endpoint, HostProfile host, bool isSource, ReadinessFacts facts, CancellationToken cancellationToken)
    {
        var (isStandby, isReadOnly) = await IsAsync(session, cancellationToken).ConfigureAwait(false);
        return (isStandby, isReadOnly, isSource) switch
        {
            (true, _, false) => [Finding(FindingSeverity.Error, endpoint.ToString(), "The destination is a standby, which nobody can write to.", "Give the primary's address, or promote it.")],
            (true, _, true) => [Finding(
                FindingSeverity.Information, endpoint.ToString(), "The source is a standby: it can be copied from, as far as it has replayed what its primary wrote.",
                "Give the primary's address where the newest rows matter.")],
            (_, true, false) => [Finding(
                FindingSeverity.Error, endpoint.ToString(),
                "The destination lets the role write nothing (default_transaction_read_only is on)"
                    + (host.Host == DatabaseProvider.Supabase ? "; Supabase sets it where the disk is full." : "."),
                "Find out who set it and why, then lift it, or give another role.",
                $"SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE; ALTER DATABASE {SqlText.Name(session.Connection.Database)} SET default_transaction_read_only = off;")],
            _ => [],
        };
    }

    /// <summary>Whether the server is a standby, and whether the role's sessions begin with transactions that only read.</summary>
    public static async Task<(bool IsStandby, bool IsReadOnly)> IsAsync(AssessmentSession session, CancellationToken cancellationToken) => (await session.Catalog.QueryAsync(
        "SELECT pg_catalog.pg_is_in_recovery(), (SELECT reset_val = 'on' FROM pg_catalog.pg_settings WHERE name = 'default_transaction_read_only')",
        row => (row.GetBoolean(0), row.GetBoolean(1)), cancellationToken).ConfigureAwait(false))[0];
}

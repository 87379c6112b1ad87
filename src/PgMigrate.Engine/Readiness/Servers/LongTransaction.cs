using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Readiness;

/// <summary>Transactions of others that are open for long at the source.</summary>
internal sealed class LongTransaction : SourceCheck
{
    public override string Name => "long_transaction";

    protected override async Task<IEnumerable<AssessmentFinding>> FindAsync(CatalogSession source, ReadinessFacts facts, CancellationToken cancellationToken) => await source.QueryAsync(
        FormattableString.Invariant($"""
            SELECT pid::text, coalesce(usename::text, '?'), extract(epoch FROM pg_catalog.clock_timestamp() - xact_start)::float8, backend_xid IS NOT NULL
            FROM pg_catalog.pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_catalog.pg_backend_pid() AND backend_type = 'client backend'
                AND xact_start < pg_catalog.clock_timestamp() - interval '{facts.Request.LongTransactionAge.TotalSeconds} seconds'
            ORDER BY xact_start
            """),
        row => Finding(
            FindingSeverity.Warning, $"process {row.GetString(0)}",
            FormattableString.Invariant($"A transaction of {row.GetString(1)} has been open for {TimeSpan.FromSeconds(row.GetDouble(2)):hh\\:mm\\:ss}")
                + (row.GetBoolean(3) ? " and has written: what it commits after the copy began is not copied." : ": it may hold locks, and keeps dead rows from being cleaned up."),
            "Let it end before the migration.",
            $"SELECT pg_terminate_backend({row.GetString(0)});"),
        cancellationToken).ConfigureAwait(false);
}

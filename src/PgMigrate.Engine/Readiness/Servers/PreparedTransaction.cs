using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Readiness;

/// <summary>Transactions that were prepared at the source and neither committed nor taken back: they outlive every session.</summary>
internal sealed class PreparedTransaction : SourceCheck
{
    public override string Name => "prepared_transaction";

    protected override async Task<IEnumerable<AssessmentFinding>> FindAsync(CatalogSession source, ReadinessFacts facts, CancellationToken cancellationToken) => await source.QueryAsync(
        "SELECT gid, owner::text, to_char(prepared AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') FROM pg_catalog.pg_prepared_xacts WHERE database = current_database() ORDER BY prepared, gid",
        row => Finding(
            FindingSeverity.Warning, row.GetString(0),
            $"{row.GetString(1)} prepared this transaction at {row.GetString(2)} UTC and did not end it: what it wrote is not copied, and it keeps its locks.",
            "Let its coordinator commit it or take it back before the migration.", $"ROLLBACK PREPARED {SqlText.Literal(row.GetString(0))};"),
        cancellationToken).ConfigureAwait(false);
}

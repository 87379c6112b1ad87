using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Readiness;

/// <summary>Indexes that a failed CREATE INDEX CONCURRENTLY left: nothing uses them, and a copy does not make them.</summary>
internal sealed class InvalidIndex : SourceCheck
{
    public override string Name => "invalid_index";

    protected override async Task<IEnumerable<AssessmentFinding>> FindAsync(CatalogSession source, ReadinessFacts facts, CancellationToken cancellationToken)
    {
        var indexes = await source.QueryAsync(
            $"""
            SELECT n.nspname::text, c.relname::text, x.relname::text
            FROM pg_catalog.pg_index i
            JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
            WHERE NOT (i.indisvalid AND i.indisready) AND x.relkind = 'i' AND {UserRelations.Condition}
            ORDER BY 1, 3
            """,
            row => (Table: new QualifiedName(row.GetString(0), row.GetString(1)), Index: row.GetString(2)), cancellationToken).ConfigureAwait(false);
        return indexes.Where(index => facts.IsChosen(index.Table)).Select(index => Finding(
            FindingSeverity.Warning, $"{index.Table.Schema}.{index.Index}", $"The index of {index.Table} is not valid: it was never finished, and the destination won't have it.",
            "Build it anew, or drop it.", $"REINDEX INDEX CONCURRENTLY {SqlText.Qualified(index.Table.Schema, index.Index)};"));
    }
}

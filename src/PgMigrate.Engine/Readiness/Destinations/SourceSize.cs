using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Readiness;

/// <summary>How much there is to bring.</summary>
internal static class SourceSize
{
    /// <summary>The bytes of the chosen rows on the source's disk.</summary>
    public static long RowsOf(ReadinessFacts facts) => facts.Entries.Where(entry => entry.HasRows).Sum(entry => entry.DataBytes);

    /// <summary>The bytes of the chosen tables' indexes when they were last looked after, which waits for nobody's lock; 0 for a file.</summary>
    public static async Task<long> IndexesAsync(ReadinessFacts facts, CancellationToken cancellationToken)
    {
        if (facts.Source is null) return 0;
        var indexes = await facts.Source.Catalog.QueryAsync(
            $"""
            SELECT n.nspname::text, c.relname::text, pg_catalog.sum(x.relpages::bigint)::bigint * current_setting('block_size')::bigint
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_index i ON i.indrelid = c.oid JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
            WHERE c.relkind IN ('r', 'm') AND {UserRelations.Condition}
            GROUP BY 1, 2
            """,
            row => (Table: new QualifiedName(row.GetString(0), row.GetString(1)), Bytes: row.GetInt64(2)), cancellationToken).ConfigureAwait(false);
        return indexes.Where(one => facts.IsChosen(one.Table)).Sum(one => one.Bytes);
    }
}

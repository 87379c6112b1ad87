using Npgsql;

namespace PgMigrate.Engine.Catalog;

/// <summary>Reads the primary and unique keys of all tables: unique indexes that are valid, whole and over plain columns.</summary>
internal static class KeysQuery
{
    /// <summary>The keys by their table's OID, the primary key first, then by name.</summary>
    public static async Task<ILookup<uint, PgKey>> ReadAsync(CatalogSession session, CancellationToken cancellationToken)
    {
        var nullsNotDistinct = session.Since(15, "i.indnullsnotdistinct", "false");
        var rows = await session.QueryAsync($"""
            SELECT i.indrelid, i.indexrelid, ic.relname::text, con.conname::text,
                   ARRAY(SELECT a.attname::text
                         FROM pg_catalog.unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, position)
                         JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
                         WHERE k.position <= i.indnkeyatts
                         ORDER BY k.position),
                   i.indisprimary,
                   i.indimmediate AND NOT i.indisexclusion,
                   EXISTS (SELECT
                           FROM pg_catalog.unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, position)
                           JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
                           WHERE k.position <= i.indnkeyatts AND NOT a.attnotnull),
                   NOT {nullsNotDistinct}
            FROM pg_catalog.pg_index i
            JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid
            JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN pg_catalog.pg_constraint con
                   ON con.conrelid = i.indrelid AND con.conindid = i.indexrelid AND con.contype IN ('p', 'u')
            WHERE i.indisunique AND i.indisvalid AND i.indisready AND i.indpred IS NULL AND i.indexprs IS NULL
              AND c.relkind IN ('r', 'p') AND {UserRelations.Condition}
            ORDER BY i.indrelid, i.indisprimary DESC, ic.relname
            """, Read, cancellationToken).ConfigureAwait(false);
        return rows.ToLookup(row => row.Table, row => row.Key);
    }

    private static (uint Table, PgKey Key) Read(NpgsqlDataReader row) => (row.GetFieldValue<uint>(0), new()
    {
        Oid = row.GetFieldValue<uint>(1),
        IndexName = row.GetString(2),
        ConstraintName = row.IsDBNull(3) ? null : row.GetString(3),
        Columns = row.GetFieldValue<string[]>(4),
        IsPrimary = row.GetBoolean(5),
        CanArbitrate = row.GetBoolean(6),
        HasNullableColumns = row.GetBoolean(7),
        AreNullsDistinct = row.GetBoolean(8),
    });
}

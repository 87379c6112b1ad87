using Npgsql;

namespace PgMigrate.Engine.Catalog;

/// <summary>Reads tables, without their columns and keys.</summary>
internal static class TablesQuery
{
    public static Task<List<PgTable>> ReadAsync(CatalogSession session, CancellationToken cancellationToken)
    {
        // Before PostgreSQL 14, 0 rows in 0 pages stood for "never analyzed", too.
        var neverAnalyzed = session.Since(14, "c.reltuples < 0", "c.reltuples < 0 OR c.relpages = 0");
        return session.QueryAsync($"""
            SELECT c.oid, n.nspname::text, c.relname::text, c.relkind, c.relpersistence, c.relispartition,
                   ARRAY(SELECT i.inhparent FROM pg_catalog.pg_inherits i WHERE i.inhrelid = c.oid ORDER BY i.inhseqno),
                   p.partstrat,
                   coalesce(p.partstrat = 'h' AND EXISTS (
                       SELECT FROM pg_catalog.pg_opclass o
                       WHERE o.oid = ANY (p.partclass) AND o.opcintype = 'pg_catalog.anyenum'::pg_catalog.regtype), false),
                   c.relrowsecurity, c.relforcerowsecurity,
                   CASE WHEN {neverAnalyzed} THEN NULL ELSE c.reltuples::bigint END,
                   c.relpages::bigint & 4294967295,
                   coalesce(pg_catalog.pg_relation_size(c.oid), 0)
                       + coalesce(pg_catalog.pg_relation_size(nullif(c.reltoastrelid, 0::oid)), 0),
                   c.relfilenode, pg_catalog.pg_get_userbyid(c.relowner)::text, am.amname::text
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN pg_catalog.pg_am am ON am.oid = c.relam
            LEFT JOIN pg_catalog.pg_partitioned_table p ON p.partrelid = c.oid
            WHERE c.relkind IN ('r', 'p', 'f') AND {UserRelations.Condition}
            ORDER BY n.nspname, c.relname
            """, Read, cancellationToken);
    }

    private static PgTable Read(NpgsqlDataReader row) => new()
    {
        Oid = row.GetFieldValue<uint>(0),
        Schema = row.GetString(1),
        Name = row.GetString(2),
        RelationKind = row.GetChar(3),
        Persistence = row.GetChar(4) == 'u' ? TablePersistence.Unlogged : TablePersistence.Permanent,
        IsPartition = row.GetBoolean(5),
        InheritedOids = row.GetFieldValue<uint[]>(6),
        PartitionStrategy = row.IsDBNull(7) ? null : Strategy(row.GetChar(7)),
        IsHashedByEnum = row.GetBoolean(8),
        HasRowSecurity = row.GetBoolean(9),
        ForcesRowSecurity = row.GetBoolean(10),
        EstimatedRows = row.IsDBNull(11) ? null : row.GetInt64(11),
        Blocks = row.GetInt64(12),
        Bytes = row.GetInt64(13),
        RelFileNode = row.GetFieldValue<uint>(14),
        Owner = row.GetString(15),
        AccessMethod = row.IsDBNull(16) ? null : row.GetString(16),
    };

    private static PartitionStrategy Strategy(char partstrat) => partstrat switch
    {
        'l' => PartitionStrategy.List,
        'r' => PartitionStrategy.Range,
        'h' => PartitionStrategy.Hash,
        _ => throw new UnknownCatalogValueException("pg_partitioned_table.partstrat", partstrat),
    };
}

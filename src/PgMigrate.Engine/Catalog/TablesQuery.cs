using Npgsql;

namespace PgMigrate.Engine.Catalog;

/// <summary>Reads tables, without their columns and keys.</summary>
internal static class TablesQuery
{
    /// <summary>The tables by schema and name.</summary>
    /// <param name="session">The session that reads.</param>
    /// <param name="withSizes">Whether their sizes matter: for those the server opens each table.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static Task<List<PgTable>> ReadAsync(CatalogSession session, bool withSizes, CancellationToken cancellationToken)
    {
        const string Size = """
            coalesce(pg_catalog.pg_relation_size(c.oid), 0) + coalesce(pg_catalog.pg_relation_size(nullif(c.reltoastrelid, 0::oid)), 0)
            """;
        // Before PostgreSQL 14, 0 rows in 0 pages stood for "never analyzed", too.
        var neverAnalyzed = session.Since(14, "c.reltuples < 0", "c.reltuples < 0 OR c.relpages = 0");
        return session.QueryAsync($"""
            SELECT c.oid, n.nspname::text, c.relname::text, c.relkind, c.relpersistence, c.relispartition,
                   coalesce(inherited.oids, ARRAY[]::oid[]),
                   p.partstrat,
                   CASE p.partstrat WHEN 'h' THEN EXISTS (
                       SELECT FROM pg_catalog.pg_opclass o
                       WHERE o.oid = ANY (p.partclass) AND o.opcintype = 'pg_catalog.anyenum'::pg_catalog.regtype) ELSE false END,
                   c.relrowsecurity, c.relforcerowsecurity,
                   CASE WHEN {neverAnalyzed} THEN NULL ELSE c.reltuples::bigint END,
                   c.relpages::bigint & 4294967295,
                   {(withSizes ? Size : "0::bigint")},
                   c.relfilenode, pg_catalog.pg_get_userbyid(c.relowner)::text, am.amname::text,
                   coalesce(inherited.schemas, ARRAY[]::text[]), coalesce(inherited.names, ARRAY[]::text[]),
                   CASE c.relkind WHEN 'p' THEN pg_catalog.pg_get_partkeydef(c.oid) END,
                   pg_catalog.pg_get_expr(c.relpartbound, c.oid),
                   CASE WHEN c.reloftype <> 0 THEN pg_catalog.format_type(c.reloftype, NULL) END,
                   coalesce(c.reloptions, ARRAY[]::text[]), coalesce(toast.reloptions, ARRAY[]::text[]), space.spcname::text, c.relreplident,
                   s.srvname::text, coalesce(f.ftoptions, ARRAY[]::text[])
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN (
                SELECT i.inhrelid, pg_catalog.array_agg(i.inhparent ORDER BY i.inhseqno) AS oids,
                       pg_catalog.array_agg(pn.nspname::text ORDER BY i.inhseqno) AS schemas,
                       pg_catalog.array_agg(pc.relname::text ORDER BY i.inhseqno) AS names
                FROM pg_catalog.pg_inherits i
                JOIN pg_catalog.pg_class pc ON pc.oid = i.inhparent
                JOIN pg_catalog.pg_namespace pn ON pn.oid = pc.relnamespace
                GROUP BY i.inhrelid) AS inherited ON inherited.inhrelid = c.oid
            LEFT JOIN pg_catalog.pg_am am ON am.oid = c.relam
            LEFT JOIN pg_catalog.pg_partitioned_table p ON p.partrelid = c.oid
            LEFT JOIN pg_catalog.pg_class toast ON toast.oid = c.reltoastrelid
            LEFT JOIN pg_catalog.pg_tablespace space ON space.oid = c.reltablespace
            LEFT JOIN pg_catalog.pg_foreign_table f ON f.ftrelid = c.oid
            LEFT JOIN pg_catalog.pg_foreign_server s ON s.oid = f.ftserver
            WHERE c.relkind IN ('r', 'p', 'f') AND {UserRelations.Condition}
            ORDER BY n.nspname, c.relname
            """, Read, cancellationToken);
    }

    private static PgTable Read(NpgsqlDataReader row) => new()
    {
        Address = new(SystemCatalog.Relation, row.GetFieldValue<uint>(0)),
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
        AccessMethod = Text(row, 16),
        InheritedTables =
        [
            .. row.GetFieldValue<string[]>(17).Zip(row.GetFieldValue<string[]>(18), (schema, name) => new QualifiedName(schema, name)),
        ],
        PartitionKey = Text(row, 19),
        PartitionBound = Text(row, 20),
        OfType = Text(row, 21),
        Options = row.GetFieldValue<string[]>(22),
        ToastOptions = row.GetFieldValue<string[]>(23),
        Tablespace = Text(row, 24),
        ReplicaIdentity = Identity(row.GetChar(25)),
        ForeignServer = Text(row, 26),
        ForeignOptions = row.GetFieldValue<string[]>(27),
    };

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    internal static ReplicaIdentity Identity(char relreplident) => relreplident switch
    {
        'd' => ReplicaIdentity.Default,
        'n' => ReplicaIdentity.Nothing,
        'f' => ReplicaIdentity.Full,
        'i' => ReplicaIdentity.Index,
        _ => throw new UnknownCatalogValueException("pg_class.relreplident", relreplident),
    };

    private static PartitionStrategy Strategy(char partstrat) => partstrat switch
    {
        'l' => PartitionStrategy.List,
        'r' => PartitionStrategy.Range,
        'h' => PartitionStrategy.Hash,
        _ => throw new UnknownCatalogValueException("pg_partitioned_table.partstrat", partstrat),
    };
}

using Npgsql;

namespace PgMigrate.Engine.Catalog;

/// <summary>Reads the indexes that are ready, with the constraints that they enforce; one that is not valid only of a partitioned table.</summary>
internal static class IndexesQuery
{
    /// <summary>The indexes by table, the primary key first, then by name.</summary>
    public static Task<List<PgIndex>> ReadAsync(CatalogSession session, CancellationToken cancellationToken)
    {
        var nullsNotDistinct = session.Since(15, "i.indnullsnotdistinct", "false");
        var withoutOverlaps = session.Since(18, "con.conperiod", "false");
        return session.QueryAsync($"""
            SELECT i.indexrelid, n.nspname::text, ic.relname::text, pg_catalog.pg_get_userbyid(c.relowner)::text, c.oid, c.relname::text,
                   pg_catalog.pg_get_indexdef(i.indexrelid), i.indnkeyatts, col.names, coalesce(col.nullable, false),
                   i.indisunique, i.indisprimary, i.indpred IS NOT NULL, i.indisvalid, NOT {nullsNotDistinct},
                   coalesce(ic.reloptions, ARRAY[]::text[]), ts.spcname::text, i.indisclustered, i.indisreplident,
                   coalesce(stat.columns, ARRAY[]::int2[]), stat.targets,
                   pi.indexrelid, pn.nspname::text, pc.relname::text, pi.indrelid,
                   con.oid, con.conname::text, con.contype, con.condeferrable, con.condeferred, {withoutOverlaps},
                   CASE con.contype WHEN 'x' THEN pg_catalog.pg_get_constraintdef(con.oid) END
            FROM pg_catalog.pg_index i
            JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid
            JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            CROSS JOIN LATERAL (
                SELECT pg_catalog.array_agg(a.attname::text ORDER BY k.place) AS names,
                       pg_catalog.bool_or(NOT a.attnotnull) FILTER (WHERE k.place <= i.indnkeyatts) AS nullable
                FROM pg_catalog.unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, place)
                LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum) AS col
            LEFT JOIN (
                SELECT a.attrelid, pg_catalog.array_agg(a.attnum ORDER BY a.attnum) AS columns,
                       pg_catalog.array_agg(a.attstattarget::int ORDER BY a.attnum) AS targets
                FROM pg_catalog.pg_attribute a
                WHERE a.attnum > 0 AND a.attstattarget >= 0
                GROUP BY a.attrelid) AS stat ON stat.attrelid = i.indexrelid
            LEFT JOIN pg_catalog.pg_tablespace ts ON ts.oid = ic.reltablespace
            LEFT JOIN pg_catalog.pg_inherits inh ON inh.inhrelid = i.indexrelid
            LEFT JOIN pg_catalog.pg_index pi ON pi.indexrelid = inh.inhparent
            LEFT JOIN pg_catalog.pg_class pc ON pc.oid = inh.inhparent
            LEFT JOIN pg_catalog.pg_namespace pn ON pn.oid = pc.relnamespace
            LEFT JOIN pg_catalog.pg_constraint con
                   ON con.conrelid = i.indrelid AND con.conindid = i.indexrelid AND con.contype IN ('p', 'u', 'x')
            WHERE (i.indisvalid OR c.relkind = 'p') AND i.indisready AND c.relkind IN ('r', 'p', 'm') AND {UserRelations.Condition}
            ORDER BY n.nspname, c.relname, i.indisprimary DESC, ic.relname
            """, Read, cancellationToken);
    }

    private static PgIndex Read(NpgsqlDataReader row)
    {
        var (schema, owner, keys, columns) = (row.GetString(1), row.GetString(3), row.GetInt16(7), row.GetFieldValue<string?[]>(8));
        return new()
        {
            Address = Relation(row, 0),
            Schema = schema,
            Name = row.GetString(2),
            Owner = owner,
            TableAddress = Relation(row, 4),
            Table = new(schema, row.GetString(5)),
            Definition = row.GetString(6),
            KeyColumns = columns[..keys],
            IncludedColumns = [.. columns[keys..].OfType<string>()],
            HasNullableColumns = row.GetBoolean(9),
            IsUnique = row.GetBoolean(10),
            IsPrimary = row.GetBoolean(11),
            IsPartial = row.GetBoolean(12),
            IsValid = row.GetBoolean(13),
            AreNullsDistinct = row.GetBoolean(14),
            StorageParameters = row.GetFieldValue<string[]>(15),
            Tablespace = row.IsDBNull(16) ? null : row.GetString(16),
            IsClustered = row.GetBoolean(17),
            IsReplicaIdentity = row.GetBoolean(18),
            ColumnStatistics = Statistics(row),
            Parent = row.IsDBNull(21) ? null : new(Relation(row, 21), new(row.GetString(22), row.GetString(23)), Relation(row, 24)),
            Constraint = row.IsDBNull(25) ? null : Constraint(row, schema, owner),
        };
    }

    private static List<PgColumnStatistics> Statistics(NpgsqlDataReader row) => row.GetFieldValue<short[]>(19) is { Length: > 0 } columns
        ? [.. columns.Zip(row.GetFieldValue<int[]>(20), (column, target) => new PgColumnStatistics(column, target))]
        : [];

    private static PgIndexConstraint Constraint(NpgsqlDataReader row, string schema, string owner) => new()
    {
        Address = new(SystemCatalog.Constraint, row.GetFieldValue<uint>(25)),
        Schema = schema,
        Name = row.GetString(26),
        Owner = owner,
        Kind = Kind(row.GetChar(27)),
        IsDeferrable = row.GetBoolean(28),
        IsDeferred = row.GetBoolean(29),
        IsWithoutOverlaps = row.GetBoolean(30),
        Definition = row.IsDBNull(31) ? null : row.GetString(31),
    };

    private static IndexConstraintKind Kind(char contype) => contype switch
    {
        'p' => IndexConstraintKind.PrimaryKey,
        'u' => IndexConstraintKind.Unique,
        'x' => IndexConstraintKind.Exclusion,
        _ => throw new UnknownCatalogValueException("pg_constraint.contype", contype),
    };

    private static ObjectAddress Relation(NpgsqlDataReader row, int column) => new(SystemCatalog.Relation, row.GetFieldValue<uint>(column));
}

using Npgsql;

namespace PgMigrate.Engine.Catalog;

/// <summary>Reads the indexes that are ready, with the constraints that they enforce; one that is not valid only of a partitioned table.</summary>
internal static class IndexesQuery
{
    /// <summary>The indexes by table, the primary key first, then by name.</summary>
    /// <param name="session">The session that reads.</param>
    /// <param name="columns">The columns of all tables and materialized views.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static Task<List<PgIndex>> ReadAsync(CatalogSession session, ILookup<uint, PgColumn> columns, CancellationToken cancellationToken)
    {
        var nullsNotDistinct = session.Since(15, "i.indnullsnotdistinct", "false");
        var withoutOverlaps = session.Since(18, "con.conperiod", "false");
        return session.QueryAsync($"""
            SELECT i.indexrelid, n.nspname::text, ic.relname::text, pg_catalog.pg_get_userbyid(c.relowner)::text, c.oid, c.relname::text,
                   CASE WHEN con.oid IS NULL THEN pg_catalog.pg_get_indexdef(i.indexrelid) END, i.indnkeyatts, i.indkey::int2[],
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
            """, row => Read(row, columns), cancellationToken);
    }

    private static PgIndex Read(NpgsqlDataReader row, ILookup<uint, PgColumn> columns)
    {
        var (schema, owner, keys) = (row.GetString(1), row.GetString(3), row.GetInt16(7));
        var table = Relation(row, 4);
        var indexed = Array.ConvertAll(row.GetFieldValue<short[]>(8), number => number == 0 ? null : columns[table.Oid].First(column => column.Number == number));
        return new()
        {
            Address = Relation(row, 0),
            Schema = schema,
            Name = row.GetString(2),
            Owner = owner,
            TableAddress = table,
            Table = new(schema, row.GetString(5)),
            Definition = row.Text(6),
            KeyColumns = Array.ConvertAll(indexed[..keys], column => column?.Name),
            IncludedColumns = Array.ConvertAll(indexed[keys..], column => column!.Name),
            HasNullableColumns = Array.Exists(indexed[..keys], column => column is { IsNotNull: false }),
            IsUnique = row.GetBoolean(9),
            IsPrimary = row.GetBoolean(10),
            IsPartial = row.GetBoolean(11),
            IsValid = row.GetBoolean(12),
            AreNullsDistinct = row.GetBoolean(13),
            StorageParameters = row.GetFieldValue<string[]>(14),
            Tablespace = row.IsDBNull(15) ? null : row.GetString(15),
            IsClustered = row.GetBoolean(16),
            IsReplicaIdentity = row.GetBoolean(17),
            ColumnStatistics = Statistics(row),
            Parent = row.IsDBNull(20) ? null : new(Relation(row, 20), new(row.GetString(21), row.GetString(22)), Relation(row, 23)),
            Constraint = row.IsDBNull(24) ? null : Constraint(row, schema, owner),
        };
    }

    private static List<PgColumnStatistics> Statistics(NpgsqlDataReader row) => row.GetFieldValue<short[]>(18) is { Length: > 0 } columns
        ? [.. columns.Zip(row.GetFieldValue<int[]>(19), (column, target) => new PgColumnStatistics(column, target))]
        : [];

    private static PgIndexConstraint Constraint(NpgsqlDataReader row, string schema, string owner) => new()
    {
        Address = new(SystemCatalog.Constraint, row.GetFieldValue<uint>(24)),
        Schema = schema,
        Name = row.GetString(25),
        Owner = owner,
        Kind = Kind(row.GetChar(26)),
        IsDeferrable = row.GetBoolean(27),
        IsDeferred = row.GetBoolean(28),
        IsWithoutOverlaps = row.GetBoolean(29),
        Definition = row.IsDBNull(30) ? null : row.GetString(30),
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

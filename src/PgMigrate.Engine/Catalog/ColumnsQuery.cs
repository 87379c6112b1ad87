using Npgsql;

namespace PgMigrate.Engine.Catalog;

/// <summary>Reads the columns of all tables.</summary>
internal static class ColumnsQuery
{
    /// <summary>The columns by their table's OID, in table order.</summary>
    public static async Task<ILookup<uint, PgColumn>> ReadAsync(CatalogSession session, CancellationToken cancellationToken)
    {
        const string Sql = $"""
            WITH RECURSIVE {BinaryCopySafety.ColumnTypes}
            SELECT a.attrelid, a.attnum, a.attname::text, pg_catalog.format_type(a.atttypid, a.atttypmod), a.atttypid, a.atttypmod,
                   a.attnotnull, a.attgenerated, a.attidentity, a.atthasdef,
                   CASE WHEN a.attcollation <> t.typcollation
                        THEN pg_catalog.quote_ident(cn.nspname) || '.' || pg_catalog.quote_ident(co.collname) END,
                   ct.is_binary_safe,
                   ct.base IN ('int2'::pg_catalog.regtype, 'int4'::pg_catalog.regtype, 'int8'::pg_catalog.regtype)
            FROM pg_catalog.pg_attribute a
            JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
            JOIN column_type ct ON ct.oid = a.atttypid
            LEFT JOIN pg_catalog.pg_collation co ON co.oid = a.attcollation
            LEFT JOIN pg_catalog.pg_namespace cn ON cn.oid = co.collnamespace
            WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'f') AND {UserRelations.Condition}
            ORDER BY a.attrelid, a.attnum
            """;
        var rows = await session.QueryAsync(Sql, Read, cancellationToken).ConfigureAwait(false);
        return rows.ToLookup(row => row.Table, row => row.Column);
    }

    private static (uint Table, PgColumn Column) Read(NpgsqlDataReader row)
    {
        var generation = Generation(row.GetChar(7));
        return (row.GetFieldValue<uint>(0), new()
        {
            Number = row.GetInt16(1),
            Name = row.GetString(2),
            Type = row.GetString(3),
            TypeOid = row.GetFieldValue<uint>(4),
            TypeModifier = row.GetInt32(5),
            IsNotNull = row.GetBoolean(6),
            Generation = generation,
            Identity = Identity(row.GetChar(8)),
            HasDefault = row.GetBoolean(9) && generation == ColumnGeneration.None,
            Collation = row.IsDBNull(10) ? null : row.GetString(10),
            IsBinaryCopySafe = row.GetBoolean(11),
            IsInteger = row.GetBoolean(12),
        });
    }

    private static ColumnGeneration Generation(char attgenerated) => attgenerated switch
    {
        '\0' => ColumnGeneration.None,
        's' => ColumnGeneration.Stored,
        'v' => ColumnGeneration.Virtual,
        _ => throw new UnknownCatalogValueException("pg_attribute.attgenerated", attgenerated),
    };

    private static ColumnIdentity Identity(char attidentity) => attidentity switch
    {
        '\0' => ColumnIdentity.None,
        'a' => ColumnIdentity.Always,
        'd' => ColumnIdentity.ByDefault,
        _ => throw new UnknownCatalogValueException("pg_attribute.attidentity", attidentity),
    };
}

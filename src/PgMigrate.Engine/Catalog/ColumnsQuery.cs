using Npgsql;

namespace PgMigrate.Engine.Catalog;

/// <summary>Reads the columns of all tables, and of views.</summary>
internal static class ColumnsQuery
{
    /// <summary>The columns of tables and materialized views by their relation's OID, in order.</summary>
    public static async Task<ILookup<uint, PgColumn>> ReadAsync(CatalogSession session, CancellationToken cancellationToken)
    {
        var rows = await ReadAsync(session, "'r', 'p', 'f', 'm'", cancellationToken).ConfigureAwait(false);
        return rows.ToLookup(row => row.Relation, row => row.Column);
    }

    /// <summary>The columns of tables, views and materialized views, in order, without what stands in other catalogs.</summary>
    public static Task<List<(uint Relation, PgColumn Column)>> ReadRowsAsync(CatalogSession session, CancellationToken cancellationToken)
        => ReadAsync(session, "'r', 'p', 'f', 'v', 'm'", cancellationToken);

    /// <summary>The columns by their relation's OID, with their defaults and NOT NULL constraints.</summary>
    public static ILookup<uint, PgColumn> Define(
        IEnumerable<(uint Relation, PgColumn Column)> rows, IReadOnlyDictionary<(uint Relation, int Column), PgColumnDefault> defaults,
        ILookup<(uint Relation, int Column), PgRowConstraint> constraints) => rows.ToLookup(row => row.Relation, row => row.Column with
        {
            Default = defaults.GetValueOrDefault((row.Relation, row.Column.Number)),
            NotNull = constraints[(row.Relation, row.Column.Number)].FirstOrDefault(),
        });

    /// <summary>
    /// The minor releases of November 2026 note among a column's options when it was made. That is nobody's setting: no pg_dump of
    /// theirs prints it, and an older server refuses it.
    /// </summary>
    private const string ServersOwnOption = @"pg\_attver=";

    private static Task<List<(uint Relation, PgColumn Column)>> ReadAsync(
        CatalogSession session, string relationKinds, CancellationToken cancellationToken)
    {
        var compression = session.Since(14, "a.attcompression", "''::\"char\"");
        return session.QueryAsync($"""
            WITH RECURSIVE {BinaryCopySafety.ColumnTypes}
            SELECT a.attrelid, a.attnum, a.attname::text, pg_catalog.format_type(a.atttypid, a.atttypmod), a.atttypid, a.atttypmod,
                   a.attnotnull, a.attgenerated, a.attidentity, a.atthasdef,
                   CASE WHEN a.attcollation <> t.typcollation
                        THEN pg_catalog.quote_ident(cn.nspname) || '.' || pg_catalog.quote_ident(co.collname) END,
                   ct.is_binary_safe,
                   ct.base IN ('int2'::pg_catalog.regtype, 'int4'::pg_catalog.regtype, 'int8'::pg_catalog.regtype),
                   a.attislocal, CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage END, {compression},
                   CASE WHEN a.attstattarget >= 0 THEN a.attstattarget::int END,
                   CASE WHEN a.attoptions IS NULL THEN ARRAY[]::text[]
                        ELSE ARRAY(SELECT option FROM pg_catalog.unnest(a.attoptions) AS option WHERE option NOT LIKE '{ServersOwnOption}%') END,
                   coalesce(a.attfdwoptions, ARRAY[]::text[])
            FROM pg_catalog.pg_attribute a
            JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
            JOIN column_type ct ON ct.oid = a.atttypid
            LEFT JOIN pg_catalog.pg_collation co ON co.oid = a.attcollation
            LEFT JOIN pg_catalog.pg_namespace cn ON cn.oid = co.collnamespace
            WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ({relationKinds}) AND {UserRelations.Condition}
            ORDER BY a.attrelid, a.attnum
            """, Read, cancellationToken);
    }

    private static (uint Relation, PgColumn Column) Read(NpgsqlDataReader row)
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
            IsLocal = row.GetBoolean(13),
            Storage = row.IsDBNull(14) ? null : Storage(row.GetChar(14)),
            Compression = Compression(row.GetChar(15)),
            StatisticsTarget = row.IsDBNull(16) ? null : row.GetInt32(16),
            Options = row.GetFieldValue<string[]>(17),
            ForeignOptions = row.GetFieldValue<string[]>(18),
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

    private static ColumnStorage Storage(char attstorage) => attstorage switch
    {
        'p' => ColumnStorage.Plain,
        'e' => ColumnStorage.External,
        'x' => ColumnStorage.Extended,
        'm' => ColumnStorage.Main,
        _ => throw new UnknownCatalogValueException("pg_attribute.attstorage", attstorage),
    };

    private static string? Compression(char attcompression) => attcompression switch
    {
        '\0' => null,
        'p' => "pglz",
        'l' => "lz4",
        _ => throw new UnknownCatalogValueException("pg_attribute.attcompression", attcompression),
    };
}

namespace PgMigrate.Engine.Catalog;

/// <summary>
/// Whether a type's values keep their meaning when COPY's binary format carries them to another database, perhaps of another version.
/// <list type="bullet">
/// <item>Built-in types whose OID is fixed (below 10000, assigned by hand in pg_type.dat) and that have send and receive functions: safe,
/// ranges and multiranges included.</item>
/// <item>But not <c>reg*</c>, which send the OID of an object of this database; nor <c>money</c>, an integer whose decimal places
/// lc_monetary sets; nor the internal types whose receive functions always fail.</item>
/// <item>Arrays: their binary form names the element's type by OID, so only those of a safe built-in type are safe.</item>
/// <item>Enums: safe, the binary form is the label.</item>
/// <item>Domains: as their base type.</item>
/// <item>All else is not safe: composites (column types by OID), a user's ranges, base types of extensions and of users, whose binary form
/// is their author's to change.</item>
/// </list>
/// </summary>
public static class BinaryCopySafety
{
    /// <summary>
    /// Common table expressions, the last of which is <c>column_type (oid, base, is_binary_safe)</c>: every type with its base type,
    /// itself where it is no domain. Needs WITH RECURSIVE.
    /// </summary>
    internal const string ColumnTypes = """
        domain_base (oid, base) AS (
            SELECT t.oid, t.oid FROM pg_catalog.pg_type t
            UNION ALL
            SELECT d.oid, t.typbasetype FROM domain_base d JOIN pg_catalog.pg_type t ON t.oid = d.base WHERE t.typtype = 'd'
        ),
        built_in (oid) AS (
            SELECT t.oid FROM pg_catalog.pg_type t
            WHERE t.oid < 10000 AND t.typtype IN ('b', 'r', 'm') AND t.typsend <> 0 AND t.typreceive <> 0
              AND t.typname !~ '^reg'
              AND t.typname NOT IN ('money', 'pg_node_tree', 'pg_ndistinct', 'pg_dependencies', 'pg_mcv_list',
                                    'pg_brin_bloom_summary', 'pg_brin_minmax_multi_summary')
        ),
        column_type (oid, base, is_binary_safe) AS (
            SELECT d.oid, t.oid,
                   CASE WHEN t.typtype = 'e' THEN true
                        WHEN t.typsend = 'pg_catalog.array_send'::pg_catalog.regproc THEN t.typelem IN (SELECT oid FROM built_in)
                        ELSE t.oid IN (SELECT oid FROM built_in)
                   END
            FROM domain_base d JOIN pg_catalog.pg_type t ON t.oid = d.base AND t.typtype <> 'd'
        )
        """;
}

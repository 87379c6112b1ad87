namespace PgMigrate.Engine.Catalog;

/// <summary>Functions and operators as they are written: expressions of queries.</summary>
internal static class CatalogReference
{
    /// <summary>A function where its arguments follow from the place: schema and name, the name only where it is the system's; null where the OID is 0.</summary>
    public static string Function(string oid) => $"""
        (SELECT CASE WHEN fn.nspname <> 'pg_catalog' THEN pg_catalog.quote_ident(fn.nspname) || '.' ELSE '' END || pg_catalog.quote_ident(f.proname)
         FROM pg_catalog.pg_proc f JOIN pg_catalog.pg_namespace fn ON fn.oid = f.pronamespace WHERE f.oid = {oid})
        """;

    /// <summary>An operator with its schema, in the form that names it anywhere; null where the OID is 0.</summary>
    public static string Operator(string oid) => $"""
        (SELECT 'OPERATOR(' || pg_catalog.quote_ident(xn.nspname) || '.' || x.oprname || ')'
         FROM pg_catalog.pg_operator x JOIN pg_catalog.pg_namespace xn ON xn.oid = x.oprnamespace WHERE x.oid = {oid})
        """;

    /// <summary>A function with its schema and argument types; null where the OID is 0.</summary>
    public static string FunctionSignature(string oid) => $"""
        (SELECT pg_catalog.quote_ident(fn.nspname) || '.' || pg_catalog.quote_ident(f.proname) || '(' || pg_catalog.array_to_string(ARRAY(
             SELECT pg_catalog.format_type(arg.type, NULL)
             FROM pg_catalog.unnest(f.proargtypes) WITH ORDINALITY AS arg (type, place) ORDER BY arg.place), ', ') || ')'
         FROM pg_catalog.pg_proc f JOIN pg_catalog.pg_namespace fn ON fn.oid = f.pronamespace WHERE f.oid = {oid})
        """;

    /// <summary>
    /// What puts routines of one name in pg_dump's order: first the number of arguments, then their types' schemas and names (PostgreSQL,
    /// pg_dump_sort.c, DOTypeNameCompare).
    /// </summary>
    /// <param name="types">An array of type OIDs, such as <c>p.proargtypes</c>.</param>
    public static string Order(string types) => $"""
        pg_catalog.lpad(pg_catalog.cardinality({types}::oid[])::text, 4, '0') || pg_catalog.array_to_string(ARRAY(
            SELECT an.nspname || E'\x01' || at.typname
            FROM pg_catalog.unnest({types}) WITH ORDINALITY AS arg (type, place)
            JOIN pg_catalog.pg_type at ON at.oid = arg.type JOIN pg_catalog.pg_namespace an ON an.oid = at.typnamespace
            ORDER BY arg.place), E'\x01')
        """;
}

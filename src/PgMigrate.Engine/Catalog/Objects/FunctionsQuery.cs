using Npgsql;

namespace PgMigrate.Engine.Catalog;

/// <summary>Reads functions, window functions and procedures; not those that came with a range type.</summary>
internal static class FunctionsQuery
{
    /// <summary>The functions by schema, name and argument types.</summary>
    public static Task<List<PgFunction>> ReadAsync(CatalogSession session, CancellationToken cancellationToken)
    {
        var sqlBody = session.Since(14, "pg_catalog.pg_get_function_sqlbody(p.oid)", "NULL::text");
        return session.QueryAsync($"""
            SELECT p.oid, n.nspname::text, p.proname::text, pg_catalog.pg_get_userbyid(p.proowner)::text, p.prokind,
                   ARRAY(SELECT pg_catalog.format_type(a.type, NULL)
                         FROM pg_catalog.unnest(p.proargtypes) WITH ORDINALITY AS a (type, place) ORDER BY a.place),
                   pg_catalog.pg_get_function_arguments(p.oid), pg_catalog.pg_get_function_identity_arguments(p.oid),
                   pg_catalog.pg_get_function_result(p.oid), l.lanname::text,
                   ARRAY(SELECT pg_catalog.format_type(a.type, NULL)
                         FROM pg_catalog.unnest(p.protrftypes) WITH ORDINALITY AS a (type, place) ORDER BY a.place),
                   p.provolatile, p.proisstrict, p.prosecdef, p.proleakproof, p.proparallel,
                   CASE WHEN p.procost <> CASE WHEN l.lanname IN ('internal', 'c') THEN 1 ELSE 100 END THEN p.procost::text END,
                   CASE WHEN p.proretset AND p.prorows NOT IN (0, 1000) THEN p.prorows::text END,
                   nullif(p.prosupport, 0)::pg_catalog.regproc::text, coalesce(p.proconfig, ARRAY[]::text[]), p.prosrc, p.probin::text, {sqlBody},
                   {CatalogReference.Order("p.proargtypes")}
            FROM pg_catalog.pg_proc p
            JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
            JOIN pg_catalog.pg_language l ON l.oid = p.prolang
            WHERE p.prokind <> 'a' AND {UserObjects.Condition("pg_proc", "p.oid")}
              AND NOT EXISTS (
                  SELECT FROM pg_catalog.pg_depend part
                  WHERE part.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND part.objid = p.oid AND part.deptype = 'i')
            ORDER BY n.nspname, p.proname, 6
            """, Read, cancellationToken);
    }

    private static PgFunction Read(NpgsqlDataReader row) => new()
    {
        Address = new(SystemCatalog.Function, row.GetFieldValue<uint>(0)),
        Schema = row.GetString(1),
        Name = row.GetString(2),
        Owner = row.GetString(3),
        Kind = Kind(row.GetChar(4)),
        ArgumentTypes = row.GetFieldValue<string[]>(5),
        Arguments = row.GetString(6),
        IdentityArguments = row.GetString(7),
        Result = row.Text(8),
        Language = row.GetString(9),
        TransformTypes = row.GetFieldValue<string[]>(10),
        Volatility = Volatility(row.GetChar(11)),
        IsStrict = row.GetBoolean(12),
        IsSecurityDefiner = row.GetBoolean(13),
        IsLeakproof = row.GetBoolean(14),
        Parallel = Parallel(row.GetChar(15)),
        Cost = row.Text(16),
        Rows = row.Text(17),
        Support = row.Text(18),
        Settings = row.GetFieldValue<string[]>(19),
        Source = row.GetString(20),
        Library = row.Text(21),
        SqlBody = row.Text(22),
        Order = row.GetString(23),
    };

    private static FunctionKind Kind(char prokind) => prokind switch
    {
        'f' => FunctionKind.Function,
        'w' => FunctionKind.Window,
        'p' => FunctionKind.Procedure,
        _ => throw new UnknownCatalogValueException("pg_proc.prokind", prokind),
    };

    private static FunctionVolatility Volatility(char provolatile) => provolatile switch
    {
        'v' => FunctionVolatility.Volatile,
        's' => FunctionVolatility.Stable,
        'i' => FunctionVolatility.Immutable,
        _ => throw new UnknownCatalogValueException("pg_proc.provolatile", provolatile),
    };

    internal static FunctionParallel Parallel(char proparallel) => proparallel switch
    {
        'u' => FunctionParallel.Unsafe,
        'r' => FunctionParallel.Restricted,
        's' => FunctionParallel.Safe,
        _ => throw new UnknownCatalogValueException("pg_proc.proparallel", proparallel),
    };
}

namespace PgMigrate.Engine.Catalog;

/// <summary>Reads casts; not those that came with a range type.</summary>
internal static class CastsQuery
{
    /// <summary>The casts by the names of their types.</summary>
    public static Task<List<PgCast>> ReadAsync(CatalogSession session, CancellationToken cancellationToken)
    {
        var ofRange = session.Since(14, "EXISTS (SELECT FROM pg_catalog.pg_range r WHERE r.rngtypid = c.castsource AND r.rngmultitypid = c.casttarget)", "false");
        return session.QueryAsync(
            $"""
            SELECT c.oid, s.typname || ' ' || t.typname, pg_catalog.format_type(s.oid, NULL), pg_catalog.format_type(t.oid, NULL), c.castmethod,
                   {CatalogReference.FunctionSignature("c.castfunc")}, c.castcontext
            FROM pg_catalog.pg_cast c
            JOIN pg_catalog.pg_type s ON s.oid = c.castsource
            JOIN pg_catalog.pg_type t ON t.oid = c.casttarget
            WHERE {UserObjects.ConditionWithoutSchema("pg_cast", "c.oid")} AND NOT {ofRange}
            ORDER BY 2, 3, 4
            """,
            row => new PgCast
            {
                Address = row.Address(SystemCatalog.Cast),
                Name = row.GetString(1),
                SourceType = row.GetString(2),
                TargetType = row.GetString(3),
                Method = Method(row.GetChar(4)),
                Function = row.Text(5),
                Context = Context(row.GetChar(6)),
            },
            cancellationToken);
    }

    private static CastMethod Method(char castmethod) => castmethod switch
    {
        'f' => CastMethod.Function,
        'b' => CastMethod.WithoutFunction,
        'i' => CastMethod.InputOutput,
        _ => throw new UnknownCatalogValueException("pg_cast.castmethod", castmethod),
    };

    private static CastContext Context(char castcontext) => castcontext switch
    {
        'e' => CastContext.Explicit,
        'a' => CastContext.Assignment,
        'i' => CastContext.Implicit,
        _ => throw new UnknownCatalogValueException("pg_cast.castcontext", castcontext),
    };
}

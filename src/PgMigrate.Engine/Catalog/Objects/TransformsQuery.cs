namespace PgMigrate.Engine.Catalog;

/// <summary>Reads transforms.</summary>
internal static class TransformsQuery
{
    /// <summary>The transforms by type and language.</summary>
    public static Task<List<PgTransform>> ReadAsync(CatalogSession session, CancellationToken cancellationToken) => session.QueryAsync(
        $"""
        SELECT f.oid, t.typname || ' ' || l.lanname, pg_catalog.format_type(t.oid, NULL), l.lanname::text,
               {CatalogReference.FunctionSignature("f.trffromsql")}, {CatalogReference.FunctionSignature("f.trftosql")}
        FROM pg_catalog.pg_transform f
        JOIN pg_catalog.pg_type t ON t.oid = f.trftype
        JOIN pg_catalog.pg_language l ON l.oid = f.trflang
        WHERE {UserObjects.ConditionWithoutSchema("pg_transform", "f.oid")}
        ORDER BY 2, 3
        """,
        row => new PgTransform
        {
            Address = row.Address(SystemCatalog.Transform),
            Name = row.GetString(1),
            Type = row.GetString(2),
            Language = row.GetString(3),
            FromSql = row.Text(4),
            ToSql = row.Text(5),
        },
        cancellationToken);
}

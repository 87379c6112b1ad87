namespace PgMigrate.Engine.Catalog;

/// <summary>Reads transforms.</summary>
internal static class TransformsQuery
{
    /// <summary>The transforms by type and language.</summary>
    public static Task<List<PgTransform>> ReadAsync(CatalogSession session, CancellationToken cancellationToken) => session.QueryAsync(
        $"""
        SELECT tf.oid, t.typname || ' ' || l.lanname, pg_catalog.format_type(t.oid, NULL), l.lanname::text,
               {CatalogReference.FunctionSignature("tf.trffromsql")}, {CatalogReference.FunctionSignature("tf.trftosql")}
        FROM pg_catalog.pg_transform tf
        JOIN pg_catalog.pg_type t ON t.oid = tf.trftype
        JOIN pg_catalog.pg_language l ON l.oid = tf.trflang
        WHERE {UserObjects.ConditionWithoutSchema("pg_transform", "tf.oid")}
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

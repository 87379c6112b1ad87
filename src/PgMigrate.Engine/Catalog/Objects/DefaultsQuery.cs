namespace PgMigrate.Engine.Catalog;

/// <summary>Reads the defaults of columns, and what generated columns are generated from.</summary>
internal static class DefaultsQuery
{
    /// <summary>The expressions by relation and column number.</summary>
    public static async Task<IReadOnlyDictionary<(uint Relation, int Column), PgColumnDefault>> ReadAsync(
        CatalogSession session, CancellationToken cancellationToken)
    {
        var rows = await session.QueryAsync(
            $"""
            SELECT ad.adrelid, ad.adnum, ad.oid, pg_catalog.pg_get_expr(ad.adbin, ad.adrelid)
            FROM pg_catalog.pg_attrdef ad
            JOIN pg_catalog.pg_class c ON c.oid = ad.adrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE {UserRelations.Condition}
            """,
            row => (
                Column: (row.GetFieldValue<uint>(0), (int)row.GetInt16(1)),
                Default: new PgColumnDefault(new(SystemCatalog.ColumnDefault, row.GetFieldValue<uint>(2)), row.GetString(3))),
            cancellationToken).ConfigureAwait(false);
        return rows.ToDictionary(row => row.Column, row => row.Default);
    }
}

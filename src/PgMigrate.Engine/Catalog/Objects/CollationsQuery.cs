namespace PgMigrate.Engine.Catalog;

/// <summary>Reads collations.</summary>
internal static class CollationsQuery
{
    /// <summary>The collations by schema and name.</summary>
    public static Task<List<PgCollation>> ReadAsync(CatalogSession session, CancellationToken cancellationToken)
    {
        // ICU's locale was in collcollate up to PostgreSQL 14.
        var locale = session.Since(17, "c.colllocale", session.Since(15, "c.colliculocale", "CASE WHEN c.collprovider = 'i' THEN c.collcollate::text END"));
        return session.QueryAsync(
            $"""
            SELECT c.oid, n.nspname::text, c.collname::text, pg_catalog.pg_get_userbyid(c.collowner)::text, c.collprovider, c.collisdeterministic,
                   {locale}, CASE WHEN c.collprovider = 'c' THEN c.collcollate::text END, CASE WHEN c.collprovider = 'c' THEN c.collctype::text END,
                   {session.Since(16, "c.collicurules", "NULL::text")}
            FROM pg_catalog.pg_collation c JOIN pg_catalog.pg_namespace n ON n.oid = c.collnamespace
            WHERE {UserObjects.Condition("pg_collation", "c.oid")}
            ORDER BY n.nspname, c.collname, c.collencoding
            """,
            row => new PgCollation
            {
                Address = row.Address(SystemCatalog.Collation),
                Schema = row.GetString(1),
                Name = row.GetString(2),
                Owner = row.GetString(3),
                Provider = Provider(row.GetChar(4)),
                IsDeterministic = row.GetBoolean(5),
                Locale = row.Text(6),
                Collate = row.Text(7),
                CharacterType = row.Text(8),
                Rules = row.Text(9),
            },
            cancellationToken);
    }

    private static CollationProvider Provider(char collprovider) => collprovider switch
    {
        'd' => CollationProvider.Default,
        'c' => CollationProvider.Libc,
        'i' => CollationProvider.Icu,
        'b' => CollationProvider.Builtin,
        _ => throw new UnknownCatalogValueException("pg_collation.collprovider", collprovider),
    };
}

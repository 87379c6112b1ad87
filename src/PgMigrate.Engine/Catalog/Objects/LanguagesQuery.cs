namespace PgMigrate.Engine.Catalog;

/// <summary>Reads the procedural languages.</summary>
internal static class LanguagesQuery
{
    /// <summary>The languages by name.</summary>
    public static Task<List<PgLanguage>> ReadAsync(CatalogSession session, CancellationToken cancellationToken) => session.QueryAsync(
        $"""
        SELECT l.oid, l.lanname::text, pg_catalog.pg_get_userbyid(l.lanowner)::text, l.lanpltrusted, l.lanplcallfoid::pg_catalog.regproc::text,
               nullif(l.laninline, 0)::pg_catalog.regproc::text, nullif(l.lanvalidator, 0)::pg_catalog.regproc::text
        FROM pg_catalog.pg_language l
        WHERE l.lanispl AND {UserObjects.ConditionWithoutSchema("pg_language", "l.oid")}
        ORDER BY l.lanname
        """,
        row => new PgLanguage
        {
            Address = row.Address(SystemCatalog.Language),
            Name = row.GetString(1),
            Owner = row.GetString(2),
            IsTrusted = row.GetBoolean(3),
            Handler = row.GetString(4),
            Inline = row.Text(5),
            Validator = row.Text(6),
        },
        cancellationToken);
}

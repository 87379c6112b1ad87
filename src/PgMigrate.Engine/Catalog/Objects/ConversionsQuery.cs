namespace PgMigrate.Engine.Catalog;

/// <summary>Reads conversions of encodings.</summary>
internal static class ConversionsQuery
{
    /// <summary>The conversions by schema and name.</summary>
    public static Task<List<PgConversion>> ReadAsync(CatalogSession session, CancellationToken cancellationToken) => session.QueryAsync(
        $"""
        SELECT c.oid, n.nspname::text, c.conname::text, pg_catalog.pg_get_userbyid(c.conowner)::text,
               pg_catalog.pg_encoding_to_char(c.conforencoding)::text, pg_catalog.pg_encoding_to_char(c.contoencoding)::text,
               c.conproc::pg_catalog.regproc::text, c.condefault
        FROM pg_catalog.pg_conversion c JOIN pg_catalog.pg_namespace n ON n.oid = c.connamespace
        WHERE {UserObjects.Condition("pg_conversion", "c.oid")}
        ORDER BY n.nspname, c.conname
        """,
        row => new PgConversion
        {
            Address = row.Address(SystemCatalog.Conversion),
            Schema = row.GetString(1),
            Name = row.GetString(2),
            Owner = row.GetString(3),
            SourceEncoding = row.GetString(4),
            TargetEncoding = row.GetString(5),
            Function = row.GetString(6),
            IsDefault = row.GetBoolean(7),
        },
        cancellationToken);
}

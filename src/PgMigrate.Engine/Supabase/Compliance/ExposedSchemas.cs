using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>The schemas that the Data API serves, as PostgREST is told.</summary>
internal static class ExposedSchemas
{
    // Supabase's default.
    private static readonly string[] Default = ["public", "graphql_public"];

    /// <summary>What the database tells PostgREST: for this session, for its role authenticator here or anywhere, or for everyone.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(CatalogSession session, CancellationToken cancellationToken)
    {
        var settings = await session.QueryAsync($"""
            SELECT v.value
            FROM (SELECT 1 AS rank, pg_catalog.current_setting('{LintSql.ExposedSetting}', true) AS value
                  UNION ALL
                  SELECT CASE WHEN d.setrole = 0 THEN 6 ELSE 2 END + CASE WHEN d.setdatabase = 0 THEN 1 ELSE 0 END,
                         pg_catalog.substr(s, pg_catalog.strpos(s, '=') + 1)
                  FROM pg_catalog.pg_db_role_setting d, pg_catalog.unnest(d.setconfig) s
                  WHERE s LIKE '{LintSql.ExposedSetting}=%'
                    AND d.setrole IN (0, (SELECT r.oid FROM pg_catalog.pg_roles r WHERE r.rolname = 'authenticator'))
                    AND d.setdatabase IN (0, (SELECT b.oid FROM pg_catalog.pg_database b WHERE b.datname = pg_catalog.current_database()))) v
            WHERE v.value <> ''
            ORDER BY v.rank
            LIMIT 1
            """, row => row.GetString(0), cancellationToken).ConfigureAwait(false);
        return settings.Count == 0 ? Default : Split(settings[0]);
    }

    /// <summary>The names of a list with commas between.</summary>
    public static IReadOnlyList<string> Split(string list)
        => [.. list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(name => name.Trim('"'))];
}

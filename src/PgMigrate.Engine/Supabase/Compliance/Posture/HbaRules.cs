using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>The rules of pg_hba.conf that let somebody in over a network.</summary>
internal static class HbaRules
{
    /// <summary>Rules as <c>line 96: host all all 10.0.0.0/8 md5</c> with type and method; null where the role may not read them.</summary>
    public static async Task<IReadOnlyList<(string Rule, string Type, string Method)>?> ReadAsync(CatalogSession session, CancellationToken cancellationToken)
    {
        var mayRead = await session.QueryAsync(
            "SELECT has_function_privilege('pg_catalog.pg_hba_file_rules()', 'EXECUTE')", row => row.GetBoolean(0), cancellationToken).ConfigureAwait(false);
        if (!mayRead[0]) return null;

        // What comes from this machine crosses no network; reject lets nobody in.
        return await session.QueryAsync("""
            SELECT format('line %s: %s', h.line_number,
                          concat_ws(' ', h.type, array_to_string(h.database, ','), array_to_string(h.user_name, ','), h.address, h.netmask, h.auth_method)),
                   h.type, h.auth_method
            FROM pg_catalog.pg_hba_file_rules h
            WHERE h.type <> 'local' AND h.error IS NULL AND h.auth_method <> 'reject'
              AND NOT (h.address IN ('127.0.0.1', '::1', 'localhost', 'samehost'))
              AND (h.database && ARRAY['all', 'sameuser', 'samerole', 'samegroup', current_database()::text] OR h.database::text LIKE '%/%')
            ORDER BY h.line_number
            """, row => (row.GetString(0), row.GetString(1), row.GetString(2)), cancellationToken).ConfigureAwait(false);
    }
}

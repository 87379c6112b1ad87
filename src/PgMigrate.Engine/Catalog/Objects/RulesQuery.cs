namespace PgMigrate.Engine.Catalog;

/// <summary>Reads the rules of tables and views, but for those that views consist of.</summary>
internal static class RulesQuery
{
    /// <summary>The rules by table and name.</summary>
    public static Task<List<PgRule>> ReadAsync(CatalogSession session, CancellationToken cancellationToken) => session.QueryAsync(
        $"""
        SELECT r.oid, n.nspname::text, c.relname::text, r.rulename::text, pg_catalog.pg_get_userbyid(c.relowner)::text,
               pg_catalog.pg_get_ruledef(r.oid), r.ev_enabled
        FROM pg_catalog.pg_rewrite r
        JOIN pg_catalog.pg_class c ON c.oid = r.ev_class
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE NOT (c.relkind IN ('v', 'm') AND r.ev_type = '1' AND r.is_instead) AND {UserRelations.Condition}
        ORDER BY n.nspname, c.relname, r.rulename
        """,
        row => new PgRule
        {
            Address = new(SystemCatalog.Rule, row.GetFieldValue<uint>(0)),
            Schema = row.GetString(1),
            Table = new(row.GetString(1), row.GetString(2)),
            Name = row.GetString(3),
            Owner = row.GetString(4),
            Definition = row.GetString(5),
            EnabledState = EnabledStates.Read(row, 6, "pg_rewrite.ev_enabled"),
        },
        cancellationToken);
}

using Npgsql;

namespace PgMigrate.Engine.Catalog;

/// <summary>Reads the triggers of all tables and views.</summary>
internal static class TriggersQuery
{
    /// <summary>The triggers by table and name.</summary>
    public static Task<List<PgTrigger>> ReadAsync(CatalogSession session, CancellationToken cancellationToken)
    {
        // Up to 14, a partition's copy of its parent's trigger is internal, as are those that enforce a key: only these have a key's constraint.
        // Before 13, pg_depend alone tells what it is a copy of.
        var parent = session.Since(13, "t.tgparentid", """
            (SELECT d.refobjid FROM pg_catalog.pg_depend d
             WHERE d.classid = t.tableoid AND d.objid = t.oid AND d.refclassid = t.tableoid AND d.deptype = 'P')
            """);
        return session.QueryAsync($"""
            SELECT t.oid, t.tgname::text, t.tgrelid, n.nspname::text, c.relname::text, pg_catalog.pg_get_userbyid(c.relowner)::text, c.relkind = 'f',
                   t.tgenabled, parent.tgenabled, t.tgisinternal, pg_catalog.pg_get_triggerdef(t.oid), parent.oid
            FROM pg_catalog.pg_trigger t
            JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN pg_catalog.pg_constraint con ON con.oid = t.tgconstraint
            LEFT JOIN pg_catalog.pg_trigger parent ON parent.oid = {parent}
            WHERE (NOT t.tgisinternal OR coalesce(con.contype, 't') = 't') AND c.relkind IN ('r', 'p', 'f', 'v') AND {UserRelations.Condition}
            ORDER BY n.nspname, c.relname, t.tgname
            """, Read, cancellationToken);
    }

    private static PgTrigger Read(NpgsqlDataReader row) => new()
    {
        Address = new(SystemCatalog.Trigger, row.GetFieldValue<uint>(0)),
        Name = row.GetString(1),
        TableOid = row.GetFieldValue<uint>(2),
        Schema = row.GetString(3),
        Table = new(row.GetString(3), row.GetString(4)),
        Owner = row.GetString(5),
        IsOnForeignTable = row.GetBoolean(6),
        EnabledState = EnabledStates.Read(row, 7, "pg_trigger.tgenabled"),
        InheritedState = row.IsDBNull(8) ? null : EnabledStates.Read(row, 8, "pg_trigger.tgenabled"),
        IsInternal = row.GetBoolean(9),
        Definition = row.GetString(10),
        InheritedFrom = row.IsDBNull(11) ? null : new(SystemCatalog.Trigger, row.GetFieldValue<uint>(11)),
    };
}

namespace PgMigrate.Engine.Catalog;

/// <summary>Reads event triggers.</summary>
internal static class EventTriggersQuery
{
    /// <summary>The event triggers by name.</summary>
    public static Task<List<PgEventTrigger>> ReadAsync(CatalogSession session, CancellationToken cancellationToken) => session.QueryAsync(
        """
        SELECT e.oid, e.evtname::text, pg_catalog.pg_get_userbyid(e.evtowner)::text, e.evtevent::text, coalesce(e.evttags, ARRAY[]::text[]),
               e.evtfoid::pg_catalog.regproc::text, e.evtenabled
        FROM pg_catalog.pg_event_trigger e
        WHERE NOT EXISTS (
            SELECT FROM pg_catalog.pg_depend member
            WHERE member.classid = 'pg_catalog.pg_event_trigger'::pg_catalog.regclass AND member.objid = e.oid AND member.deptype = 'e')
        ORDER BY e.evtname
        """,
        row => new PgEventTrigger
        {
            Address = new(SystemCatalog.EventTrigger, row.GetFieldValue<uint>(0)),
            Name = row.GetString(1),
            Owner = row.GetString(2),
            Event = row.GetString(3),
            Tags = row.GetFieldValue<string[]>(4),
            Function = row.GetString(5),
            EnabledState = EnabledStates.Read(row, 6, "pg_event_trigger.evtenabled"),
        },
        cancellationToken);
}

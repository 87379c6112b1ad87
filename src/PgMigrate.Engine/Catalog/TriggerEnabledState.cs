namespace PgMigrate.Engine.Catalog;

/// <summary>When a trigger, an event trigger or a rule fires (pg_trigger.tgenabled, pg_event_trigger.evtenabled, pg_rewrite.ev_enabled).</summary>
public enum TriggerEnabledState
{
    /// <summary>Unless session_replication_role is <c>replica</c>: the default.</summary>
    Origin,
    Disabled,

    /// <summary>Only where session_replication_role is <c>replica</c>.</summary>
    Replica,

    /// <summary>Whatever session_replication_role says.</summary>
    Always,
}

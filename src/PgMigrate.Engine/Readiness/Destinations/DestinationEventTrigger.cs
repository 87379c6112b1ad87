using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Readiness;

/// <summary>Event triggers of the destination that run whenever the copy makes something.</summary>
internal sealed class DestinationEventTrigger : DestinationCheck
{
    public override string Name => "destination_event_trigger";

    protected override async Task<IEnumerable<AssessmentFinding>> FindAsync(CatalogSession destination, ReadinessFacts facts, CancellationToken cancellationToken) => (await destination.QueryAsync(
        """
        SELECT evtname::text, evtevent::text, evtfoid::pg_catalog.regproc::text, pg_catalog.pg_get_userbyid(evtowner)::text
        FROM pg_catalog.pg_event_trigger WHERE evtenabled IN ('O', 'A') AND evtevent <> 'login' ORDER BY evtname
        """,
        row => (Name: row.GetString(0), Event: row.GetString(1), Function: row.GetString(2), Owner: row.GetString(3)), cancellationToken).ConfigureAwait(false))
        .Where(trigger => !facts.DestinationHost.HasRole(trigger.Owner) || trigger.Owner == "postgres")
        .Select(trigger => Finding(
            FindingSeverity.Warning, trigger.Name, $"It runs {trigger.Function} on {trigger.Event} for all that the copy makes, and can refuse or change it.",
            "Disable it while the copy runs, unless it is meant to see it.", $"ALTER EVENT TRIGGER {SqlText.Name(trigger.Name)} DISABLE;"));
}

using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Readiness;

/// <summary>Event triggers, which hosts often keep for themselves.</summary>
internal sealed class EventTriggerPresence : SchemaCheck
{
    public override string Name => "event_trigger";

    protected override IEnumerable<AssessmentFinding> Find(PgDatabase database, ReadinessFacts facts) => !facts.Request.Selection.IsAll ? [] : database.EventTriggers
        .Where(trigger => trigger.Owner is null || !facts.SourceHost.HasRole(trigger.Owner) || trigger.Owner == "postgres")
        .Select(trigger => Finding(
            FindingSeverity.Information, trigger.Name, $"It runs {trigger.Function} on {trigger.Event}, and is made last, so that it does not see the copy.",
            "See that the destination's role may make event triggers; PostgreSQL keeps them for superusers."));
}

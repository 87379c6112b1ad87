using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Readiness;

/// <summary>Subscriptions: a copy makes them without connecting, because two must not read from one slot.</summary>
internal sealed class SubscriptionPresence : SchemaCheck
{
    public override string Name => "subscription";

    protected override IEnumerable<AssessmentFinding> Find(PgDatabase database, ReadinessFacts facts) => !facts.Request.Selection.IsAll ? [] : database.Subscriptions.Select(subscription => Finding(
        FindingSeverity.Warning, subscription.Name,
        $"The source gets changes through the slot {subscription.SlotName ?? "NONE"} of another server; the copy makes the subscription disabled, because only one can read from a slot.",
        "When the source is shut: give the destination the slot and enable it there.",
        $"ALTER SUBSCRIPTION {SqlText.Name(subscription.Name)} ENABLE;"));
}

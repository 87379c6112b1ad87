using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Schema;

/// <summary>CREATE SUBSCRIPTION, without connecting to the publisher (PostgreSQL, pg_dump.c, dumpSubscription).</summary>
internal static class SubscriptionEntries
{
    public static IEnumerable<SchemaItem> Write(SchemaWriting writing) => writing.Database.Subscriptions.Select(subscription =>
    {
        var target = $"SUBSCRIPTION {SqlText.Name(subscription.Name)}";
        var publications = string.Join(", ", subscription.Publications.Select(SqlText.Name));
        var options = string.Join(", ", Options(subscription, writing.Database.ServerVersion));
        var entry = new TocEntry
        {
            DumpId = 0,
            Tag = subscription.Name,
            Desc = TocDesc.Subscription,
            Section = TocSection.PostData,
            Definition = $"CREATE {target} CONNECTION {SqlText.StandardLiteral(subscription.ConnectionInfo)} PUBLICATION {publications} WITH ({options});\n",
            DropStatement = $"DROP {target};\n",
        };
        return writing.Item(subscription, RestorePriority.Subscription, entry, target, target);
    });

    private static IEnumerable<string> Options(PgSubscription subscription, int serverVersion)
    {
        yield return "connect = false";
        yield return $"slot_name = {(subscription.SlotName is null ? "NONE" : SqlText.StandardLiteral(subscription.SlotName))}";
        if (subscription.IsBinary) yield return "binary = true";
        if (Streaming(subscription.Streaming, serverVersion) is { } streaming) yield return $"streaming = {streaming}";
        if (subscription.IsTwoPhase) yield return "two_phase = on";
        if (subscription.IsDisabledOnError) yield return "disable_on_error = true";
        if (!subscription.RequiresPassword) yield return "password_required = false";
        if (subscription.RunsAsOwner) yield return "run_as_owner = true";
        if (subscription.HasFailover) yield return "failover = true";
        if (subscription.SynchronousCommit != "off") yield return $"synchronous_commit = {SqlText.Name(subscription.SynchronousCommit)}";
        if (!subscription.Origin.Equals("any", StringComparison.OrdinalIgnoreCase)) yield return $"origin = {subscription.Origin}";
    }

    /// <summary>PostgreSQL 18 made <c>parallel</c> the default: since then, and where its own pg_dump is the only one, <c>off</c> is said.</summary>
    private static string? Streaming(SubscriptionStreaming streaming, int serverVersion) => streaming switch
    {
        SubscriptionStreaming.Parallel => "parallel",
        SubscriptionStreaming.On => "on",
        _ => serverVersion >= 160000 ? "off" : null,
    };
}

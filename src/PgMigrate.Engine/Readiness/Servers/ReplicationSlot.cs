using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Readiness;

/// <summary>What others read changes of the source from: a slot is its server's and is never copied.</summary>
internal sealed class ReplicationSlot : SourceCheck
{
    public override string Name => "replication_slot";

    protected override async Task<IEnumerable<AssessmentFinding>> FindAsync(CatalogSession source, ReadinessFacts facts, CancellationToken cancellationToken) => await source.QueryAsync(
        "SELECT slot_name::text, coalesce(plugin::text, ''), active FROM pg_catalog.pg_replication_slots WHERE database = current_database() ORDER BY slot_name",
        row => Finding(
            FindingSeverity.Warning, row.GetString(0),
            $"{(row.GetBoolean(2) ? "A consumer reads" : "A consumer that is not connected read")} changes from this slot ({row.GetString(1)}): it is not copied, and knows nothing of the destination.",
            "Let the consumer read all of it, then make a slot at the destination and start the consumer anew there."),
        cancellationToken).ConfigureAwait(false);
}

using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Readiness;

/// <summary>Whether changes could be followed while the copy runs.</summary>
internal sealed class LogicalReplicationUnavailable : SourceCheck
{
    public override string Name => "logical_replication_unavailable";

    protected override async Task<IEnumerable<AssessmentFinding>> FindAsync(CatalogSession source, ReadinessFacts facts, CancellationToken cancellationToken) => (await source.QueryAsync(
        "SELECT current_setting('wal_level')", row => row.GetString(0), cancellationToken).ConfigureAwait(false)).Where(level => level != "logical").Select(level => Finding(
            FindingSeverity.Information, "wal_level",
            $"It is {level} at the source: what is written while a copy runs can't be followed, so that writers must wait for the copy's end.",
            facts.SourceHost.Host == DatabaseProvider.Render
                ? "Plan for a time without writes, or have Render turn on logical replication (a support request; Pro workspaces, 10 GB disks and larger)."
                : "Plan for a time without writes, or set wal_level = logical and restart the server."));
}

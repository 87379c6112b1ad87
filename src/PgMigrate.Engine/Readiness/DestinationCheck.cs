using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Readiness;

/// <summary>A check of the destination's server, over SQL.</summary>
internal abstract class DestinationCheck : ReadinessCheck
{
    public override bool Concerns(ReadinessFacts facts) => facts.Destination is not null;

    public sealed override async Task<List<AssessmentFinding>> RunAsync(ReadinessFacts facts, CancellationToken cancellationToken)
        => [.. (await FindAsync(facts.Destination!.Catalog, facts, cancellationToken).ConfigureAwait(false)).Select(finding => finding with { Database = facts.Request.Destination!.ToString() })];

    protected abstract Task<IEnumerable<AssessmentFinding>> FindAsync(CatalogSession destination, ReadinessFacts facts, CancellationToken cancellationToken);
}

using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Readiness;

/// <summary>A check of the source's server, over SQL.</summary>
internal abstract class SourceCheck : ReadinessCheck
{
    public override bool Concerns(ReadinessFacts facts) => facts.Source is not null;

    public sealed override async Task<List<AssessmentFinding>> RunAsync(ReadinessFacts facts, CancellationToken cancellationToken)
        => [.. (await FindAsync(facts.Source!.Catalog, facts, cancellationToken).ConfigureAwait(false)).Select(finding => finding with { Database = facts.Request.Source.ToString() })];

    protected abstract Task<IEnumerable<AssessmentFinding>> FindAsync(CatalogSession source, ReadinessFacts facts, CancellationToken cancellationToken);
}

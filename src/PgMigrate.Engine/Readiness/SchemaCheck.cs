using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Readiness;

/// <summary>A check of what the source's database has, as it was read for the copy.</summary>
internal abstract class SchemaCheck : ReadinessCheck
{
    public override bool Concerns(ReadinessFacts facts) => facts.Database is not null;

    public sealed override Task<List<AssessmentFinding>> RunAsync(ReadinessFacts facts, CancellationToken cancellationToken)
        => Task.FromResult<List<AssessmentFinding>>([.. Find(facts.Database!, facts).Select(finding => finding with { Database = facts.Request.Source.ToString() })]);

    protected abstract IEnumerable<AssessmentFinding> Find(PgDatabase database, ReadinessFacts facts);
}

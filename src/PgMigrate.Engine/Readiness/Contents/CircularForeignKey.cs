using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Readiness;

/// <summary>Tables that refer to each other in a circle.</summary>
internal sealed class CircularForeignKey : SchemaCheck
{
    public override string Name => "circular_foreign_key";

    protected override IEnumerable<AssessmentFinding> Find(PgDatabase database, ReadinessFacts facts) => ForeignKeyOrder.Of(database.Tables, database.ForeignKeys).Cycles
        .Where(cycle => cycle.Tables.Any(facts.IsChosen))
        .Select(cycle => Finding(
            FindingSeverity.Information, string.Join(", ", cycle.Tables),
            $"None of the tables can be filled first: {cycle}. A copy makes foreign keys after the rows, and needs no order.",
            "Nothing is to be done for a whole copy; rows alone (-DataOnly) need a role that may set session_replication_role."));
}

using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Readiness;

/// <summary>Tables of which nothing tells one row from another.</summary>
internal sealed class TableWithoutKey : SchemaCheck
{
    public override string Name => "table_without_key";

    protected override IEnumerable<AssessmentFinding> Find(PgDatabase database, ReadinessFacts facts) => database.Tables
        .Where(table => table.Kind is TableKind.Table or TableKind.Partitioned && facts.IsChosen(table) && table.PrimaryKey is null && !table.UniqueKeys.Any(key => key.IdentifiesRows))
        .Select(table => Finding(
            FindingSeverity.Information, table.ToString(),
            "It has no primary key and no unique key without nulls: it is copied whole, but its rows can't be merged into rows that are there, nor their changes be replicated.",
            "Give it a primary key where that matters."));
}

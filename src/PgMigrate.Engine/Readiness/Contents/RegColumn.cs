using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Readiness;

/// <summary>Columns that hold references to objects of the database, kept as OIDs and copied as names.</summary>
internal sealed class RegColumn : SchemaCheck
{
    // Roles and types, and what pg_upgrade refuses.
    private static readonly string[] Types =
    [
        "regclass", "regcollation", "regconfig", "regdictionary", "regnamespace", "regoper", "regoperator", "regproc", "regprocedure", "regrole", "regtype",
    ];

    public override string Name => "reg_column";

    protected override IEnumerable<AssessmentFinding> Find(PgDatabase database, ReadinessFacts facts) => database.Tables
        .Where(table => table.Kind != TableKind.Partition && facts.IsChosen(table))
        .SelectMany(table => table.Columns.Where(column => Types.Contains(column.Type.Replace("[]", "", StringComparison.Ordinal))).Select(column => Finding(
            FindingSeverity.Warning, $"{table}.{column.Name}",
            $"Its values ({column.Type}) are objects of this database, and are copied by name: one that does not exist there when the rows come fails its row.",
            "See that whatever it names comes too, before the rows; an index or a constraint comes after them.")));
}

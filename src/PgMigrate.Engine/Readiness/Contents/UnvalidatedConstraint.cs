using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Readiness;

/// <summary>Constraints that some rows may violate, because nobody has checked them.</summary>
internal sealed class UnvalidatedConstraint : SourceCheck
{
    public override string Name => "unvalidated_constraint";

    protected override async Task<IEnumerable<AssessmentFinding>> FindAsync(CatalogSession source, ReadinessFacts facts, CancellationToken cancellationToken)
    {
        var constraints = await source.QueryAsync(
            $"""
            SELECT n.nspname::text, c.relname::text, o.conname::text
            FROM pg_catalog.pg_constraint o
            JOIN pg_catalog.pg_class c ON c.oid = o.conrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE NOT o.convalidated AND o.conparentid = 0 {source.Since(18, "AND o.conenforced", "")} AND {UserRelations.Condition}
            ORDER BY 1, 2, 3
            """,
            row => (Table: new QualifiedName(row.GetString(0), row.GetString(1)), Constraint: row.GetString(2)), cancellationToken).ConfigureAwait(false);
        return constraints.Where(one => facts.IsChosen(one.Table)).Select(one => Finding(
            FindingSeverity.Warning, $"{one.Table} {one.Constraint}", "The constraint is NOT VALID, and comes so: rows that violate it come along, and who validates it there will meet them.",
            "Validate it here, and correct the rows that it names.", $"ALTER TABLE {one.Table.Sql} VALIDATE CONSTRAINT {SqlText.Name(one.Constraint)};"));
    }
}

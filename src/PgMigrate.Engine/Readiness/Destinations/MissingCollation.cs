using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Readiness;

/// <summary>Collations of the operating system or of ICU that the source uses by name and the destination does not have.</summary>
internal sealed class MissingCollation : DestinationCheck
{
    public override string Name => "collation_missing";

    public override bool Concerns(ReadinessFacts facts) => base.Concerns(facts) && facts.Source is not null;

    protected override async Task<IEnumerable<AssessmentFinding>> FindAsync(CatalogSession destination, ReadinessFacts facts, CancellationToken cancellationToken)
    {
        // A user's own collation comes along.
        var used = await facts.Source!.Catalog.QueryAsync(
            $"""
            SELECT o.collname::text, n.nspname::text, c.relname::text, a.attname::text
            FROM pg_catalog.pg_attribute a
            JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_collation o ON o.oid = a.attcollation
            WHERE o.collnamespace = 'pg_catalog'::pg_catalog.regnamespace AND o.collprovider <> 'd' AND a.attnum > 0 AND NOT a.attisdropped
                AND c.relkind IN ('r', 'p', 'm', 'v', 'c') AND {UserRelations.Condition}
            ORDER BY 1, 2, 3, 4
            """,
            row => (Collation: row.GetString(0), Table: new QualifiedName(row.GetString(1), row.GetString(2)), Column: row.GetString(3)), cancellationToken).ConfigureAwait(false);
        var there = (await destination.QueryAsync(
            """
            SELECT collname::text FROM pg_catalog.pg_collation
            WHERE collnamespace = 'pg_catalog'::pg_catalog.regnamespace
                AND collencoding IN (-1, (SELECT encoding FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()))
            """,
            row => row.GetString(0), cancellationToken).ConfigureAwait(false)).ToHashSet();
        return used.Where(one => facts.IsChosen(one.Table) && !there.Contains(one.Collation)).GroupBy(one => one.Collation).Select(group => Finding(
            FindingSeverity.Error, group.Key,
            $"The destination does not have the collation, by which the source sorts {string.Join(", ", group.Take(5).Select(one => $"{one.Table}.{one.Column}"))}{(group.Count() > 5 ? $" and {group.Count() - 5} more" : "")}.",
            "Make one of that name and meaning in a schema of your own at the source and let the columns use it, or drop COLLATE from them."));
    }
}

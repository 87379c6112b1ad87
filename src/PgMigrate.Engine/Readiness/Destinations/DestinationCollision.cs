using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Readiness;

/// <summary>Tables, views and sequences that have the names of the source's at the destination.</summary>
internal sealed class DestinationCollision : DestinationCheck
{
    private const int Named = 20;

    private static readonly string[] Relations = [TocDesc.Table, TocDesc.View, TocDesc.MaterializedView, TocDesc.Sequence, TocDesc.ForeignTable];

    public override string Name => "destination_collision";

    protected override async Task<IEnumerable<AssessmentFinding>> FindAsync(CatalogSession destination, ReadinessFacts facts, CancellationToken cancellationToken)
    {
        var there = (await destination.QueryAsync(
            $"""
            SELECT n.nspname::text, c.relname::text, c.relkind IN ('r', 'm') AND c.relpages > 0
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind NOT IN ('i', 'I', 't') AND {UserRelations.Condition}
            """,
            row => (Name: new QualifiedName(row.GetString(0), row.GetString(1)), HasRows: row.GetBoolean(2)), cancellationToken).ConfigureAwait(false)).ToDictionary(one => one.Name, one => one.HasRows);
        var taken = facts.Entries.Where(entry => Relations.Contains(entry.Desc)).Select(entry => new QualifiedName(entry.Namespace!, entry.Tag)).Distinct()
            .Where(name => !facts.DestinationHost.Schemas.Contains(name.Schema) && there.ContainsKey(name)).ToList();
        if (taken.Count == 0) return [];
        var filled = taken.Count(name => there[name]);
        return [Finding(
            FindingSeverity.Error, taken[0].ToString(),
            $"The destination has objects of the source's names already: {string.Join(", ", taken.Take(Named))}{(taken.Count > Named ? $" and {taken.Count - Named} more" : "")}"
                + $"{(filled > 0 ? $"; {filled} of them have had rows" : "")}.",
            "Use an empty database, let -Clean drop what will be created, or copy rows alone into what is there.")];
    }
}

using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Listing;

/// <summary>Applies a request's patterns.</summary>
internal static class TableChoice
{
    /// <summary>The chosen tables, in the order given; warns of each pattern that matches none.</summary>
    public static IEnumerable<T> Choose<T>(
        TableListingRequest request, IReadOnlyList<T> tables, Func<T, QualifiedName> name, Func<T, bool> isPartition,
        IMigrationObserver observer)
    {
        var filter = new ObjectFilter(request.Selection);
        var listed = tables.Where(table => request.IncludePartitions || !isPartition(table) || filter.Names(name(table))).ToList();
        foreach (var pattern in filter.FindUnmatched(listed.ConvertAll(table => name(table))))
        {
            observer.Warning(filter.FindUnmatched([.. tables.Select(name)]).Contains(pattern)
                ? $"The pattern '{pattern}' matches nothing."
                : $"The pattern '{pattern}' matches partitions only: ask for partitions to list them.");
        }

        return listed.Where(table => filter.Includes(name(table)));
    }
}

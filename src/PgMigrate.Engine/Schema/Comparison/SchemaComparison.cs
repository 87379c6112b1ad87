using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Schema;

/// <summary>Compares the schemas of two databases, object by object and property by property: the engine of <c>Compare-PgSchema</c>.</summary>
public static class SchemaComparison
{
    /// <summary>Reads both databases, each as of one moment, and returns what differs, in the same order every time.</summary>
    /// <exception cref="MigrationException">
    /// An end cannot be read, PostgresRequired: it is a file, or SchemaObjectNotFound: the patterns chose nothing.
    /// </exception>
    public static async Task<IReadOnlyList<SchemaDifference>> RunAsync(
        SchemaComparisonRequest request, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        // Its patterns are checked before a connection is opened.
        _ = new ObjectSelection(request.Options.Selection);
        var source = await CatalogSnapshot.OpenAsync(request.Source, observer, cancellationToken).ConfigureAwait(false);
        await using var sourceEnd = source.ConfigureAwait(false);
        var destination = await CatalogSnapshot.OpenAsync(request.Destination, observer, cancellationToken).ConfigureAwait(false);
        await using var destinationEnd = destination.ConfigureAwait(false);
        var databases = await ReadAsync(source, destination, request.Options, observer, cancellationToken).ConfigureAwait(false);
        return Compare(databases.Source, databases.Destination, request.Options);
    }

    /// <summary>Reads both databases, and warns of what would make a comparison less than it seems.</summary>
    /// <exception cref="MigrationException">An end cannot be read, or SchemaObjectNotFound: the patterns chose nothing.</exception>
    internal static async Task<(PgDatabase Source, PgDatabase Destination)> ReadAsync(
        CatalogSnapshot source, CatalogSnapshot destination, SchemaComparisonOptions options, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var databases = await Task.WhenAll(ReadAsync(source, observer, cancellationToken), ReadAsync(destination, observer, cancellationToken)).ConfigureAwait(false);
        new ObjectSelection(options.Selection).Check(databases, source.Connector.Endpoint, observer);
        // The host's affair and not the schema's: told, and no difference of the databases.
        if (DatabaseDifferences.FindVersion(databases[0].Properties, databases[1].Properties) is { } version) observer.Warning(version.ToString());
        return (databases[0], databases[1]);
    }

    /// <summary>What differs between two databases, by kind of object, schema and name.</summary>
    public static IReadOnlyList<SchemaDifference> Compare(PgDatabase left, PgDatabase right, SchemaComparisonOptions? options = null)
        => [.. CompareObjects(left, right, options ?? new(), name => name).Select(one => one.Difference)];

    /// <summary>The same, with the objects that differ.</summary>
    /// <param name="left">The source.</param>
    /// <param name="right">The destination.</param>
    /// <param name="options">What is compared.</param>
    /// <param name="moved">The name that an object of the source has at the destination; it can hold the names of types.</param>
    internal static IEnumerable<ObjectDifference> CompareObjects(PgDatabase left, PgDatabase right, SchemaComparisonOptions options, Func<string, string> moved)
    {
        var selection = new ObjectSelection(options.Selection);
        var olderMajor = Math.Min(left.ServerVersion, right.ServerVersion) / 10000;
        var (leftReading, rightReading) = (new ModelReading(left.Remarks, olderMajor, options), new ModelReading(right.Remarks, olderMajor, options));
        var (leftObjects, rightObjects) = (selection.Choose(left, moved), selection.Choose(right, name => name));
        return from identity in leftObjects.Keys.Union(rightObjects.Keys)
                   .OrderBy(identity => identity.Place).ThenBy(identity => identity.Kind, StringComparer.Ordinal)
                   .ThenBy(identity => identity.Schema, StringComparer.Ordinal).ThenBy(identity => identity.Name, StringComparer.Ordinal)
               let one = leftObjects.GetValueOrDefault(identity)
               let other = rightObjects.GetValueOrDefault(identity)
               from difference in Compare(identity, one is null ? null : leftReading.Read(one), other is null ? null : rightReading.Read(other))
               where !IsPrintedOtherwise(difference, left, right)
               select new ObjectDifference(difference, one, other);
    }

    private static bool IsPrintedOtherwise(SchemaDifference difference, PgDatabase left, PgDatabase right)
    {
        const int Since = QueryPrinting.BareNamesSince * 10000;
        if (left.ServerVersion < Since == right.ServerVersion < Since || difference is not { Left: { } one, Right: { } other }) return false;
        return left.ServerVersion < Since ? QueryPrinting.IsSame(one, other) : QueryPrinting.IsSame(other, one);
    }

    private static IEnumerable<SchemaDifference> Compare(ObjectIdentity identity, ModelGroup? left, ModelGroup? right)
    {
        var difference = new SchemaDifference
        {
            Status = SchemaDifferenceStatus.Different,
            Kind = identity.Kind,
            Schema = identity.Schema,
            Name = identity.Name,
        };
        if (right is null) return [difference with { Status = SchemaDifferenceStatus.OnlySource }];
        if (left is null) return [difference with { Status = SchemaDifferenceStatus.OnlyDestination }];
        return NodeComparison.Compare(left, right).Select(one => difference with { Property = one.Property, Left = one.Left, Right = one.Right });
    }

    private static Task<PgDatabase> ReadAsync(CatalogSnapshot snapshot, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        observer.Verbose($"Reading the schema of {snapshot.Connector.Endpoint}.");
        return new DatabaseReader(snapshot.Session, withRows: false).ReadAsync(cancellationToken);
    }
}

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
        var selection = new ObjectSelection(request.Options.Selection);
        var databases = await Task.WhenAll(
            ReadAsync(request.Source, observer, cancellationToken), ReadAsync(request.Destination, observer, cancellationToken)).ConfigureAwait(false);
        selection.Check(databases, request.Source, observer);
        // The host's affair and not the schema's: told, and no difference of the databases.
        if (DatabaseDifferences.FindVersion(databases[0].Properties, databases[1].Properties) is { } version) observer.Warning(version.ToString());
        return Compare(databases[0], databases[1], request.Options);
    }

    /// <summary>What differs between two databases, by kind of object, schema and name.</summary>
    public static IReadOnlyList<SchemaDifference> Compare(PgDatabase left, PgDatabase right, SchemaComparisonOptions? options = null)
    {
        options ??= new();
        var selection = new ObjectSelection(options.Selection);
        var olderMajor = Math.Min(left.ServerVersion, right.ServerVersion) / 10000;
        var (leftReading, rightReading) = (new ModelReading(left.Remarks, olderMajor, options), new ModelReading(right.Remarks, olderMajor, options));
        var (leftObjects, rightObjects) = (selection.Choose(left), selection.Choose(right));
        return
        [
            .. from identity in leftObjects.Keys.Union(rightObjects.Keys)
                   .OrderBy(identity => identity.Place).ThenBy(identity => identity.Kind, StringComparer.Ordinal)
                   .ThenBy(identity => identity.Schema, StringComparer.Ordinal).ThenBy(identity => identity.Name, StringComparer.Ordinal)
               from difference in Compare(
                   identity,
                   leftObjects.TryGetValue(identity, out var one) ? leftReading.Read(one) : null,
                   rightObjects.TryGetValue(identity, out var other) ? rightReading.Read(other) : null)
               select difference,
        ];
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

    private static async Task<PgDatabase> ReadAsync(DatabaseEndpoint endpoint, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var snapshot = await CatalogSnapshot.OpenAsync(endpoint, observer, cancellationToken).ConfigureAwait(false);
        await using var snapshotEnd = snapshot.ConfigureAwait(false);
        observer.Verbose($"Reading the schema of {endpoint}.");
        return await new DatabaseReader(snapshot.Session, withRows: false).ReadAsync(cancellationToken).ConfigureAwait(false);
    }
}

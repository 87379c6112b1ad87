using System.Runtime.CompilerServices;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Schema;

namespace PgMigrate.Engine.Integrity;

/// <summary>
/// Compares what two databases have besides rows: their objects as <see cref="SchemaComparison"/> does, where their sequences stand, and the
/// bytes of their large objects. What the copy or the destination's host makes so on purpose has its reason.
/// </summary>
public static class ObjectComparison
{
    /// <summary>Returns what differs, as it is known.</summary>
    /// <exception cref="MigrationException">An end can't be read, PostgresRequired: it is a file, or SchemaObjectNotFound: the patterns chose nothing.</exception>
    public static IAsyncEnumerable<SchemaDifference> RunAsync(ObjectComparisonRequest request, IMigrationObserver observer, CancellationToken cancellationToken)
        => RunAsync(request, _ => { }, observer, cancellationToken);

    /// <summary>The same, which tells what the copy intends.</summary>
    internal static async IAsyncEnumerable<SchemaDifference> RunAsync(
        ObjectComparisonRequest request, Action<CopyIntent> tell, IMigrationObserver observer, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var source = await CatalogSnapshot.OpenAsync(request.Source, observer, cancellationToken).ConfigureAwait(false);
        await using var sourceEnd = source.ConfigureAwait(false);
        var destination = await CatalogSnapshot.OpenAsync(request.Destination, observer, cancellationToken).ConfigureAwait(false);
        await using var destinationEnd = destination.ConfigureAwait(false);
        var databases = await SchemaComparison.ReadAsync(source, destination, request.Options, observer, cancellationToken).ConfigureAwait(false);
        var intent = await CopyIntent.ReadAsync(source, destination, databases.Source, request.ExcludeExtensions, request.DestinationHost, cancellationToken).ConfigureAwait(false);
        tell(intent);
        var expected = new ExpectedDifferences(intent);
        foreach (var one in SchemaComparison.CompareObjects(databases.Source, databases.Destination, request.Options, intent.Move)) yield return expected.Judge(one);
        observer.Verbose("Comparing where the sequences stand.");
        var filter = new ObjectFilter(request.Options.Selection);
        foreach (var difference in await SequencePositions.CompareAsync(source.Session, destination.Session, databases.Destination.Tables, filter, observer, cancellationToken).ConfigureAwait(false))
        {
            yield return difference;
        }

        // They are in no schema and of no table.
        if (!request.Options.Selection.IsAll || !request.WithContents) yield break;
        observer.Verbose("Comparing the bytes of large objects.");
        await foreach (var difference in LargeObjectContents.CompareAsync(source.Session, destination.Session, cancellationToken).ConfigureAwait(false))
        {
            yield return difference;
        }
    }
}

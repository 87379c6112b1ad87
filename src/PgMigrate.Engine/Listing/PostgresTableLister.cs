using System.Runtime.CompilerServices;
using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Listing;

/// <summary>Lists PostgreSQL's tables, as of one snapshot.</summary>
internal sealed class PostgresTableLister : ITableLister
{
    public async IAsyncEnumerable<MigrationTable> ListAsync(
        TableListingRequest request, IMigrationObserver observer, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var snapshot = await CatalogSnapshot.OpenAsync(request.Source, observer, cancellationToken).ConfigureAwait(false);
        await using var snapshotEnd = snapshot.ConfigureAwait(false);

        var catalog = new CatalogReader(snapshot.Session);
        var tables = await catalog.ReadTablesAsync(cancellationToken).ConfigureAwait(false);
        var order = ForeignKeyOrder.Of(tables, await catalog.ReadForeignKeysAsync(cancellationToken).ConfigureAwait(false));
        var counter = request.Exact ? new RowCounter(snapshot.Transaction, tables, observer) : null;
        var told = new HashSet<uint>();
        foreach (var table in TableChoice.Choose(request, tables, table => table.QualifiedName, table => table.IsPartition, observer))
        {
            foreach (var leaf in PartitionTree.LeavesOf(table, tables).Where(leaf => leaf.IsForeign && leaf != table && told.Add(leaf.Oid)))
            {
                observer.Warning(
                    $"{leaf} is a foreign table and a partition of {table}: its rows live on another server, and are not counted, copied "
                        + "or compared.");
            }

            var rows = counter is null ? null : await counter.CountAsync(table, cancellationToken).ConfigureAwait(false);
            yield return Describe(request.Source, table, order) with { Rows = rows };
        }
    }

    private static MigrationTable Describe(DatabaseEndpoint source, PgTable table, ForeignKeyOrder order) => new()
    {
        Source = source,
        Schema = table.Schema,
        Name = table.Name,
        Kind = table.Kind,
        EstimatedRows = table.EstimatedRows,
        Bytes = table.Bytes,
        PrimaryKey = table.PrimaryKey?.Columns ?? [],
        ForeignKeyOrder = order.PlaceOf(table.QualifiedName),
        IsInForeignKeyCycle = order.IsInCycle(table.QualifiedName),
        HasRowSecurity = table.HasRowSecurity,
        GeneratedColumns = [.. table.Columns.Where(column => column.IsGenerated).Select(column => column.Name)],
        IdentityColumns = [.. table.Columns.Where(column => column.Identity != ColumnIdentity.None).Select(column => column.Name)],
        IsBinaryCopySafe = table.IsBinaryCopySafe,
    };
}

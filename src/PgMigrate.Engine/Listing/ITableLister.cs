namespace PgMigrate.Engine.Listing;

/// <summary>Lists the tables of one sort of database.</summary>
internal interface ITableLister
{
    IAsyncEnumerable<MigrationTable> ListAsync(
        TableListingRequest request, IMigrationObserver observer, CancellationToken cancellationToken);
}

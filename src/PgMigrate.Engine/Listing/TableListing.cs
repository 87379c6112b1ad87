using PgMigrate.Engine.Connections;

namespace PgMigrate.Engine.Listing;

/// <summary>Lists the tables of a database.</summary>
public static class TableListing
{
    /// <summary>
    /// The chosen tables by schema and name, each as soon as it is known. Views, system tables, temporary tables, extensions' own tables
    /// and PgMigrate's journal are no tables here. A pattern that matches nothing is a warning, and so is a table whose rows cannot be
    /// counted.
    /// </summary>
    /// <exception cref="MigrationException">
    /// ObjectPatternInvalid, ServerVersionUnsupported, or what opening the database throws.
    /// </exception>
    public static IAsyncEnumerable<MigrationTable> ReadAsync(
        TableListingRequest request, IMigrationObserver observer, CancellationToken cancellationToken)
        => Lister(request.Source).ListAsync(request, observer, cancellationToken);

    private static ITableLister Lister(DatabaseEndpoint source) => source.Kind switch
    {
        DatabaseKind.PostgreSql => new PostgresTableLister(),
        DatabaseKind.Sqlite => new SqliteTableLister(),
        _ => throw EndpointErrors.PostgresRequired(source),
    };
}

using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>A source that is a database of a server: it has an encoding and a collation, and its objects belong to roles.</summary>
internal interface IDatabaseSource
{
    /// <summary>The database itself.</summary>
    PgDatabaseProperties Properties { get; }

    /// <summary>The refusal (RowsNotReadable) of rows, of those entries, that the role may not read, or not all of; null where there are none.</summary>
    Task<MigrationException?> FindUnreadableAsync(IReadOnlyList<TocEntry> entries, CancellationToken cancellationToken);

    /// <summary>The roles that the source's database cannot do without, and those that they are members of.</summary>
    Task<IReadOnlyList<PgRole>> ReadRolesAsync(CancellationToken cancellationToken);

    /// <summary>What tells the database from every other, also from itself after its server went back in time; null where the role may not know.</summary>
    Task<string?> ReadIdentityAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Whether the rows of an entry, and how they print, are certainly those that another snapshot had when <see cref="IMigrationSource.DescribeState"/>
    /// gave that state: no row is newer, none is missing, and neither are the table's columns or the database's types.
    /// </summary>
    /// <param name="entry">The rows.</param>
    /// <param name="state">How they were.</param>
    /// <param name="count">How many they were.</param>
    /// <param name="cancellationToken">Cancels the query, which looks at every row.</param>
    Task<bool> HasSameRowsAsync(TocEntry entry, string state, long count, CancellationToken cancellationToken);
}

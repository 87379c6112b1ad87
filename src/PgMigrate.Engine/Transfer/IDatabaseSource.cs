using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>A source that is a database of a server: it has an encoding and a collation, and its objects belong to roles.</summary>
internal interface IDatabaseSource
{
    /// <summary>The database itself.</summary>
    PgDatabaseProperties Properties { get; }

    /// <summary>Refuses, of those entries, rows that the role may not read, or not all of, before others are brought.</summary>
    /// <exception cref="MigrationException">RowsNotReadable.</exception>
    Task RequireReadableAsync(IReadOnlyList<TocEntry> entries, CancellationToken cancellationToken);

    /// <summary>The roles that the source's database cannot do without, and those that they are members of.</summary>
    Task<IReadOnlyList<PgRole>> ReadRolesAsync(CancellationToken cancellationToken);
}

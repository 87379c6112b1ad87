namespace PgMigrate.Engine.Toc;

/// <summary>Where entries and rows come from: a live PostgreSQL, a SQLite file, an archive.</summary>
public interface IMigrationSource : IAsyncDisposable
{
    /// <summary>The entries, in restore order: an entry's dependencies come before it.</summary>
    Task<IReadOnlyList<TocEntry>> ReadEntriesAsync(CancellationToken cancellationToken);

    /// <summary>What the rows of a TABLE DATA entry look like.</summary>
    RowSet DescribeRows(TocEntry entry);

    /// <summary>Cuts the rows of a TABLE DATA entry into chunks. A small table is one chunk.</summary>
    Task<IReadOnlyList<ChunkBounds>> PlanChunksAsync(TocEntry entry, ChunkTarget target, CancellationToken cancellationToken);

    /// <summary>Opens the rows of one chunk. Several streams may be open at once, each on its own connection.</summary>
    Task<IRowStream> OpenRowsAsync(TocEntry entry, ChunkBounds chunk, RowStreamOptions options, CancellationToken cancellationToken);
}

namespace PgMigrate.Engine.Toc;

/// <summary>Where entries and rows come from: a live PostgreSQL, a SQLite file, an archive.</summary>
public interface IMigrationSource : IAsyncDisposable
{
    /// <summary>The entries, in restore order: an entry's dependencies come before it.</summary>
    Task<IReadOnlyList<TocEntry>> ReadEntriesAsync(CancellationToken cancellationToken);

    /// <summary>
    /// What the rows of a TABLE DATA entry look like when they are written to the given destination columns; null for the columns
    /// that the source's own entries create. Later calls for the entry keep to the last answer.
    /// </summary>
    RowSet DescribeRows(TocEntry entry, IReadOnlyList<RowColumn>? destination);

    /// <summary>Where the source stands in numbering the columns of a TABLE DATA entry, as far as it tells.</summary>
    IReadOnlyList<ColumnNumbering> DescribeNumbering(TocEntry entry);

    /// <summary>Where the source comes from. Complete once the entries are read.</summary>
    SourceOrigin Origin { get; }

    /// <summary>What has no equivalent in the destination. Complete once the entries are read.</summary>
    IReadOnlyList<MigrationFinding> Findings { get; }

    /// <summary>A fingerprint of an entry's rows as far as it comes cheaply.</summary>
    string DescribeState(TocEntry entry);

    /// <summary>
    /// Whether an entry's rows are as they were when <see cref="DescribeState"/> gave that fingerprint, as far as it tells; certain for
    /// rows that are cut by their place, because there a row that has moved would be lost or doubled.
    /// </summary>
    Task<bool> IsUnchangedAsync(TocEntry entry, string state, CancellationToken cancellationToken);

    /// <summary>
    /// Requires, when all rows are read, that they were read with the types that the entries describe: nothing but tables can be kept as they are.
    /// </summary>
    /// <exception cref="MigrationException">SourceChanged: an enum's labels were renamed meanwhile.</exception>
    Task RequireUnchangedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Cuts the rows, or the statements, of an entry into chunks. A small table is one chunk.</summary>
    Task<IReadOnlyList<ChunkBounds>> PlanChunksAsync(TocEntry entry, ChunkTarget target, CancellationToken cancellationToken);

    /// <summary>
    /// The bytes of the large objects of those OIDs. The parts of one come together, in their order; one that is empty has one part.
    /// </summary>
    IAsyncEnumerable<LargeObjectPart> ReadLargeObjectsAsync(IReadOnlyList<uint> oids, CancellationToken cancellationToken);

    /// <summary>Opens the rows of one chunk. Several streams may be open at once, each on its own connection.</summary>
    Task<IRowStream> OpenRowsAsync(TocEntry entry, ChunkBounds chunk, RowStreamOptions options, CancellationToken cancellationToken);

    /// <summary>Opens one chunk of an entry whose data are statements. Several may be open at once.</summary>
    /// <exception cref="NotSupportedException">The source has no such entries.</exception>
    Task<IStatementStream> OpenStatementsAsync(TocEntry entry, ChunkBounds chunk, CancellationToken cancellationToken)
        => throw new NotSupportedException("The source has no statements instead of rows.");
}

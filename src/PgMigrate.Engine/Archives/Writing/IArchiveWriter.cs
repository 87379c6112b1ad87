using PgMigrate.Engine.Copy;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Archives;

/// <summary>
/// Writes one archive, whose entries it knows from its beginning. What is disposed of before it is complete leaves nothing that looks whole.
/// </summary>
internal interface IArchiveWriter : IAsyncDisposable
{
    /// <summary>
    /// Whether data must come in the order of the entries, one after the other; else several may be written at once, each by a worker of its own.
    /// </summary>
    bool IsSequential { get; }

    /// <summary>Writes a table's rows.</summary>
    /// <param name="entry">The TABLE DATA entry.</param>
    /// <param name="rows">The rows, as COPY's text.</param>
    /// <param name="set">What the rows are made of.</param>
    /// <param name="moved">Hears how far it is.</param>
    /// <param name="cancellationToken">Gives the archive up.</param>
    /// <returns>The rows, and the bytes that they are as COPY's text.</returns>
    Task<CopyCount> WriteRowsAsync(TocEntry entry, IRowStream rows, RowSet set, Action<CopyCount> moved, CancellationToken cancellationToken);

    /// <summary>Writes the bytes of large objects, of which the parts of one come together; returns the bytes.</summary>
    Task<long> WriteLargeObjectsAsync(TocEntry entry, IAsyncEnumerable<LargeObjectPart> parts, CancellationToken cancellationToken);

    /// <summary>Ends the archive and gives it its name; returns its files.</summary>
    Task<IReadOnlyList<string>> CompleteAsync(CancellationToken cancellationToken);
}

using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Archives;

/// <summary>An archive or a script, open to be looked at.</summary>
internal interface IListedArchive : IAsyncDisposable
{
    PgArchive Description { get; }

    /// <summary>What it holds, in its order.</summary>
    IReadOnlyList<TocEntry> Entries { get; }

    /// <summary>Whether the data of a table are statements.</summary>
    bool AreStatements(TocEntry entry);

    /// <summary>The rows of a TABLE DATA entry, as COPY's text in UTF-8.</summary>
    Task<IRowStream> OpenRowsAsync(TocEntry entry, CancellationToken cancellationToken);

    /// <summary>The statements that stand where others have rows.</summary>
    Task<IStatementStream> OpenStatementsAsync(TocEntry entry, CancellationToken cancellationToken);
}

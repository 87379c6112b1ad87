using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Archives;

/// <summary>A script of pg_dump's, or any other for psql; its entries are numbered in its order.</summary>
internal sealed class ListedScript(string path, ScriptSource source, IReadOnlyList<TocEntry> entries) : IListedArchive
{
    public PgArchive Description => new()
    {
        Path = path,
        Format = ArchiveFormat.Plain,
        Compression = source.Compression,
        Database = source.Origin.Database,
        ServerVersion = source.Origin.ServerVersion,
        Encoding = source.Encoding,
        EntryCount = entries.Count,
    };

    public IReadOnlyList<TocEntry> Entries => entries;

    public bool AreStatements(TocEntry entry) => entry.HasStatements;

    public Task<IRowStream> OpenRowsAsync(TocEntry entry, CancellationToken cancellationToken)
        => source.OpenRowsAsync(entry, ChunkBounds.Whole, new() { Format = RowFormat.Text }, cancellationToken);

    public Task<IStatementStream> OpenStatementsAsync(TocEntry entry, CancellationToken cancellationToken)
        => source.OpenStatementsAsync(entry, ChunkBounds.Whole, cancellationToken);

    public ValueTask DisposeAsync() => source.DisposeAsync();
}

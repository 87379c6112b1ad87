using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Archives;

/// <summary>An archive of pg_dump's or Export-PgDatabase's; its settings such as ENCODING are among the entries.</summary>
internal sealed class ListedFile(Archive archive) : IListedArchive
{
    public PgArchive Description => new()
    {
        Path = archive.Path,
        Format = archive.Format,
        Version = archive.Header.Version.ToString(),
        Compression = archive.Header.Compression,
        CreatedAt = archive.Header.CreatedAt,
        Database = archive.Header.Database,
        ServerVersion = archive.Header.ServerVersion,
        DumperVersion = archive.Header.DumperVersion,
        Encoding = archive.Encoding,
        EntryCount = archive.Entries.Count,
    };

    public IReadOnlyList<TocEntry> Entries => archive.Entries;

    public bool AreStatements(TocEntry entry) => ArchiveRows.AreStatements(entry);

    public Task<IRowStream> OpenRowsAsync(TocEntry entry, CancellationToken cancellationToken)
    {
        ArchiveRows.RequireTarget(archive, entry);
        return Task.FromResult<IRowStream>(ArchiveRows.Open(archive, entry));
    }

    public Task<IStatementStream> OpenStatementsAsync(TocEntry entry, CancellationToken cancellationToken)
        => Task.FromResult<IStatementStream>(ArchiveRows.OpenStatements(archive, entry));

    /// <summary>It holds nothing open.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

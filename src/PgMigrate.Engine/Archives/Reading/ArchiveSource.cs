using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Archives;

/// <summary>An archive of pg_dump's, or Export-PgDatabase's, as a source of entries and rows.</summary>
internal sealed class ArchiveSource : IMigrationSource
{
    private const int PartSize = 256 * 1024;

    private readonly Archive archive;
    private readonly bool withRows;
    private readonly Lazy<Dictionary<uint, LargeObjectPlace>> largeObjects;
    private readonly ConcurrentDictionary<int, RowSet> described = new();

    /// <summary>By dump id: the entries as they were read.</summary>
    private Dictionary<int, TocEntry> entries = [];
    private bool hasExtensions;

    private ArchiveSource(Archive archive, bool withRows)
    {
        (this.archive, this.withRows) = (archive, withRows);
        largeObjects = new(FindLargeObjects);
    }

    /// <summary>Rows are given in UTF-8; those in no character set are given as they are.</summary>
    public SourceOrigin Origin => new()
    {
        Database = archive.Header.Database,
        ServerVersion = archive.Header.ServerVersion,
        Encoding = archive.Encoding.Equals(ArchiveEncodings.Unknown, StringComparison.OrdinalIgnoreCase) ? ArchiveEncodings.Unknown : "UTF8",
    };

    public IReadOnlyList<MigrationFinding> Findings { get; private set; } = [];

    /// <summary>The numbers of all entries of the archive, also of those that say how others are meant.</summary>
    public IReadOnlySet<int> DumpIds => archive.Entries.Select(entry => entry.DumpId).ToHashSet();

    /// <summary>Opens the archive.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="withRows">Whether rows will be wanted: what can't be read of them is refused with the entries then.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task<ArchiveSource> OpenAsync(string path, bool withRows, CancellationToken cancellationToken)
        => new(await Archive.OpenAsync(path, cancellationToken).ConfigureAwait(false), withRows);

    /// <summary>
    /// The entries that can be restored. What their rows are like is known before anything is: rows that can't be read are refused here.
    /// </summary>
    /// <exception cref="MigrationException">
    /// ArchiveSettingUnsupported, ArchiveRowsUnsupported, CompressionUnavailable, ArchiveDamaged.
    /// </exception>
    public Task<IReadOnlyList<TocEntry>> ReadEntriesAsync(CancellationToken cancellationToken)
    {
        var (read, findings) = ArchiveEntries.Read(archive, entry => archive.LargeObjectsOf(entry, cancellationToken).Select(place => place.Oid));
        entries = read.ToDictionary(entry => entry.DumpId);
        hasExtensions = read.Any(entry => entry.Desc == TocDesc.Extension);
        Findings = findings;
        if (withRows)
        {
            foreach (var entry in read.Where(entry => entry.HasData)) RequireReadable(entry);
        }

        return Task.FromResult(read);
    }

    public RowSet DescribeRows(TocEntry entry, IReadOnlyList<RowColumn>? destination) => described.GetOrAdd(entry.DumpId, _ =>
    {
        var target = ArchiveRows.RequireTarget(archive, entry);
        return new()
        {
            Schema = target.Schema!,
            Table = target.Table,
            Columns = [.. target.Columns.Select(column => new RowColumn(column, ""))],
            Format = RowFormat.Text,
            // Rows depend on their table, if the archive makes it; those without are an extension's, unless the archive has nothing but rows.
            IsProvided = hasExtensions && !entry.Dependencies.Any(id => entries.TryGetValue(id, out var needed) && needed.Desc == TocDesc.Table),
        };
    });

    /// <summary>Archives say where sequences stand with entries of their own.</summary>
    public IReadOnlyList<ColumnNumbering> DescribeNumbering(TocEntry entry) => [];

    /// <summary>An archive is whole: what changes one table changes its table of contents, or its files' sizes.</summary>
    public string DescribeState(TocEntry entry) => string.Create(
        CultureInfo.InvariantCulture, $"{archive.Header.CreatedAt:s} {archive.TocHash} {entries[entry.DumpId].DataBytes}");

    public Task<bool> IsUnchangedAsync(TocEntry entry, string state, CancellationToken cancellationToken)
        => Task.FromResult(entries.ContainsKey(entry.DumpId) && state == DescribeState(entry));

    /// <summary>Rows can be read from their beginning only.</summary>
    public Task<IReadOnlyList<ChunkBounds>> PlanChunksAsync(TocEntry entry, ChunkTarget target, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<ChunkBounds>>([ChunkBounds.Whole with { EstimatedBytes = entries[entry.DumpId].DataBytes }]);

    public async IAsyncEnumerable<LargeObjectPart> ReadLargeObjectsAsync(
        IReadOnlyList<uint> oids, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var oid in oids.Order())
        {
            if (!largeObjects.Value.TryGetValue(oid, out var place)) throw ArchiveErrors.Damaged(archive.Path, 0, $"the bytes of large object {oid} are missing");
            var stream = archive.OpenLargeObject(place);
            await using (stream.ConfigureAwait(false))
            {
                for (long offset = 0; await ReadPartAsync(stream, cancellationToken).ConfigureAwait(false) is { Length: > 0 } part; offset += part.Length)
                {
                    yield return new(oid, offset, part);
                }
            }
        }
    }

    public Task<IRowStream> OpenRowsAsync(TocEntry entry, ChunkBounds chunk, RowStreamOptions options, CancellationToken cancellationToken)
    {
        var columns = DescribeRows(entry, null).Columns.Select(column => column.Name);
        if (options.Columns is { } wanted && !wanted.SequenceEqual(columns)) throw new NotSupportedException("An archive's rows have the columns that they were written with.");
        return Task.FromResult<IRowStream>(ArchiveRows.Open(archive, entry));
    }

    public Task<IStatementStream> OpenStatementsAsync(TocEntry entry, ChunkBounds chunk, CancellationToken cancellationToken)
        => Task.FromResult<IStatementStream>(ArchiveRows.OpenStatements(archive, entry));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void RequireReadable(TocEntry entry)
    {
        archive.RequireDecompressible(entry);
        if (entry.HasRows) DescribeRows(entry, null);
    }

    private Dictionary<uint, LargeObjectPlace> FindLargeObjects()
    {
        var found = new Dictionary<uint, LargeObjectPlace>();
        foreach (var entry in entries.Values.Where(entry => entry.Desc == TocDesc.LargeObjectBytes))
        {
            foreach (var place in archive.LargeObjectsOf(entry, CancellationToken.None))
            {
                if (!found.TryAdd(place.Oid, place)) throw ArchiveErrors.Damaged(archive.Path, place.Offset, $"large object {place.Oid} is there twice");
            }
        }

        return found;
    }

    private static async Task<byte[]> ReadPartAsync(Stream stream, CancellationToken cancellationToken)
    {
        var part = new byte[PartSize];
        var length = await stream.ReadAtLeastAsync(part, PartSize, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return length == PartSize ? part : part[..length];
    }
}

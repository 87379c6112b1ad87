using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using PgMigrate.Engine.Copy;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Archives;

/// <summary>
/// Writes an archive that is a folder (PostgreSQL, pg_backup_directory.c): a file per table and large object, and the table of contents last, so
/// that a folder without it is no archive.
/// </summary>
internal sealed class DirectoryArchiveWriter : IArchiveWriter
{
    public const string ContentsFile = "toc.dat";

    /// <summary>The list of large objects, of archives that have one entry for them.</summary>
    private const string LargeObjectsFile = "blobs.toc";

    private readonly CompressionThreads threads = new();
    private readonly ConcurrentDictionary<string, bool> files = new();
    private readonly string folder;
    private readonly ArchiveHeader header;
    private readonly IReadOnlyList<TocEntry> entries;
    private readonly CompressionChoice compression;
    private readonly DirectoryNotes notes;
    private readonly Func<TocEntry, string> stateOf;

    private DirectoryArchiveWriter(
        string folder, ArchiveHeader header, IReadOnlyList<TocEntry> entries, CompressionChoice compression, DirectoryNotes notes, Func<TocEntry, string> stateOf)
    {
        this.folder = folder;
        this.header = header;
        this.entries = entries;
        this.compression = compression;
        this.notes = notes;
        this.stateOf = stateOf;
    }

    public bool IsSequential => false;

    /// <summary>Begins the archive in a folder, which is made where there is none.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="header">What the archive says of itself.</param>
    /// <param name="entries">The entries in restore order.</param>
    /// <param name="compression">How rows are compressed.</param>
    /// <param name="source">Names the database, for an export that goes on after a stop.</param>
    /// <param name="kept">The files of a stopped export that stay.</param>
    /// <param name="stateOf">Says how the rows of an entry are.</param>
    /// <param name="cancellationToken">Gives the archive up.</param>
    public static async Task<DirectoryArchiveWriter> CreateAsync(
        string path, ArchiveHeader header, IReadOnlyList<TocEntry> entries, CompressionChoice compression, string source,
        IReadOnlyCollection<FinishedData> kept, Func<TocEntry, string> stateOf, CancellationToken cancellationToken)
    {
        compression.Require();
        var folder = Path.GetFullPath(path);
        ArchiveWritingErrors.Translated(folder, () => Directory.CreateDirectory(folder));
        ArchiveWritingErrors.Translated(folder, () => DirectoryFiles.Remove(folder, [.. kept.Select(one => one.File)]));
        var notes = await DirectoryNotes.CreateAsync(folder, new(source, compression.Kind), kept, cancellationToken).ConfigureAwait(false);
        var writer = new DirectoryArchiveWriter(folder, header, entries, compression, notes, stateOf);
        foreach (var one in kept) writer.files[Path.Combine(folder, one.File)] = true;
        return writer;
    }

    public async Task<CopyCount> WriteRowsAsync(
        TocEntry entry, IRowStream rows, RowSet set, Action<CopyCount> moved, CancellationToken cancellationToken)
    {
        var name = FileOf(entry) + compression.Suffix;
        var (count, length) = await WriteFileAsync(name, sink => RowPump.RunAsync(rows, sink, moved, cancellationToken), cancellationToken).ConfigureAwait(false);
        await notes.AddAsync(
            new()
            {
                DumpId = entry.DumpId,
                Key = entry.Key,
                CopyStatement = entry.CopyStatement,
                File = name,
                Length = length,
                Rows = count.Rows,
                Bytes = count.Bytes,
                State = stateOf(entry),
            },
            cancellationToken).ConfigureAwait(false);
        return count;
    }

    public async Task<long> WriteLargeObjectsAsync(TocEntry entry, IAsyncEnumerable<LargeObjectPart> parts, CancellationToken cancellationToken)
    {
        var (list, bytes) = (new StringBuilder(), 0L);
        await foreach (var one in LargeObjectParts.GroupAsync(parts, cancellationToken).ConfigureAwait(false))
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"blob_{one.Oid}.dat");
            bytes += (await WriteFileAsync(name + compression.Suffix, sink => one.CopyToAsync(sink, cancellationToken), cancellationToken).ConfigureAwait(false)).Result;
            list.Append(CultureInfo.InvariantCulture, $"{one.Oid} {name}\n");
        }

        await WriteWholeAsync(FileOf(entry), Encoding.ASCII.GetBytes(list.ToString()), cancellationToken).ConfigureAwait(false);
        return bytes;
    }

    public async Task<IReadOnlyList<string>> CompleteAsync(CancellationToken cancellationToken)
    {
        var contents = new TocWriter(header.Version);
        contents.WriteHeader(header);
        contents.WriteEntries(entries, entry => entry.HasData ? FileOf(entry) : "");
        await WriteWholeAsync(ContentsFile, contents.Written, cancellationToken).ConfigureAwait(false);
        notes.Remove();
        return [.. files.Keys.Order(StringComparer.Ordinal)];
    }

    public async ValueTask DisposeAsync()
    {
        await notes.DisposeAsync().ConfigureAwait(false);
        threads.Dispose();
    }

    /// <summary>The name of an entry's file as the table of contents has it: without what says how it is compressed.</summary>
    private string FileOf(TocEntry entry) => entry.HasRows ? string.Create(CultureInfo.InvariantCulture, $"{entry.DumpId}.dat")
        : header.Version.Minor >= ArchiveVersion.Newest.Minor ? string.Create(CultureInfo.InvariantCulture, $"blobs_{entry.DumpId}.toc")
        : LargeObjectsFile;

    private async Task<(T Result, long Length)> WriteFileAsync<T>(string name, Func<IByteSink, Task<T>> write, CancellationToken cancellationToken)
    {
        var file = PartFile.Create(Path.Combine(folder, name));
        await using (file.ConfigureAwait(false))
        {
            var stream = compression.OpenFile(file, threads);
            await using (stream.ConfigureAwait(false))
            {
                var result = await write(stream).ConfigureAwait(false);
                await stream.CompleteAsync(cancellationToken).ConfigureAwait(false);
                await file.CompleteAsync(cancellationToken).ConfigureAwait(false);
                files[file.Path] = true;
                return (result, file.Position);
            }
        }
    }

    private async Task WriteWholeAsync(string name, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var file = PartFile.Create(Path.Combine(folder, name));
        await using (file.ConfigureAwait(false))
        {
            await file.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
            await file.CompleteAsync(cancellationToken).ConfigureAwait(false);
            files[file.Path] = true;
        }
    }
}

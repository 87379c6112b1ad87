using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Archives;

/// <summary>Tells what is in an archive of pg_dump's or Export-PgDatabase's, without restoring it.</summary>
public static class ArchiveListing
{
    /// <summary>The archive as a whole.</summary>
    /// <exception cref="MigrationException">
    /// ArchiveNotFound, ArchiveNotRecognized, ArchiveUnreadable, ArchiveVersionUnsupported, ArchiveDamaged, ArchiveUnsafe,
    /// ArchiveEncodingUnsupported, CompressionUnavailable.
    /// </exception>
    public static async Task<PgArchive> ReadAsync(string path, CancellationToken cancellationToken)
        => Describe(await Archive.OpenAsync(path, cancellationToken).ConfigureAwait(false));

    /// <summary>The entries in the archive's order, with the archive's settings such as ENCODING among them.</summary>
    /// <exception cref="MigrationException">As <see cref="ReadAsync"/>.</exception>
    public static async Task<IReadOnlyList<PgArchiveEntry>> ReadEntriesAsync(string path, CancellationToken cancellationToken)
    {
        var archive = await Archive.OpenAsync(path, cancellationToken).ConfigureAwait(false);
        return [.. archive.Entries.Select(entry => Describe(archive, entry))];
    }

    /// <summary>The statements of one entry; empty where it has none.</summary>
    /// <exception cref="MigrationException">ArchiveEntryNotFound, or as <see cref="ReadAsync"/>.</exception>
    public static async Task<string> ReadDefinitionAsync(string path, int dumpId, CancellationToken cancellationToken)
        => Find(await Archive.OpenAsync(path, cancellationToken).ConfigureAwait(false), dumpId).Definition;

    /// <summary>Writes the rows of one table in COPY's text format, in UTF-8, without the line that ends them; or its INSERT statements.</summary>
    /// <returns>The number of bytes.</returns>
    /// <exception cref="MigrationException">ArchiveEntryNotFound, ArchiveEntryWithoutRows, or as <see cref="ReadAsync"/>.</exception>
    public static async Task<long> CopyRowsAsync(string path, int dumpId, Stream destination, CancellationToken cancellationToken)
    {
        var archive = await Archive.OpenAsync(path, cancellationToken).ConfigureAwait(false);
        return await WriteRowsAsync(archive, Find(archive, dumpId), destination.WriteAsync, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>One entry's text: each row of a table as COPY or INSERT writes it, or the statements of anything else at once.</summary>
    /// <exception cref="MigrationException">As <see cref="CopyRowsAsync"/>.</exception>
    public static async IAsyncEnumerable<string> ReadLinesAsync(string path, int dumpId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var archive = await Archive.OpenAsync(path, cancellationToken).ConfigureAwait(false);
        var entry = Find(archive, dumpId);
        if (!entry.HasData)
        {
            yield return entry.Definition;
            yield break;
        }

        if (!entry.HasRows) throw WithoutRows(archive, entry);
        if (ArchiveRows.AreStatements(entry))
        {
            await foreach (var statement in ReadStatementsAsync(archive, entry, cancellationToken).ConfigureAwait(false)) yield return statement;
            yield break;
        }

        ArchiveRows.RequireStatement(archive, entry);
        var rows = ArchiveRows.Open(archive, entry);
        await using (rows.ConfigureAwait(false))
        {
            // A line break within a value is escaped.
            var (block, line) = (new byte[128 * 1024], new ArrayBufferWriter<byte>());
            while (await rows.ReadAsync(block, cancellationToken).ConfigureAwait(false) is > 0 and var read)
            {
                var rest = block.AsMemory(0, read);
                while (rest.Span.IndexOf((byte)'\n') is >= 0 and var end)
                {
                    line.Write(rest.Span[..end]);
                    yield return Encoding.UTF8.GetString(line.WrittenSpan);
                    line.ResetWrittenCount();
                    rest = rest[(end + 1)..];
                }

                line.Write(rest.Span);
            }
        }
    }

    /// <summary>Writes one entry's text into a file, which gets its name when it is whole; one that is there is replaced.</summary>
    /// <exception cref="MigrationException">As <see cref="CopyRowsAsync"/>; ArchiveNotWritten.</exception>
    public static async Task ExtractAsync(string path, int dumpId, string file, CancellationToken cancellationToken)
    {
        var archive = await Archive.OpenAsync(path, cancellationToken).ConfigureAwait(false);
        var entry = Find(archive, dumpId);
        var part = PartFile.Create(file);
        await using (part.ConfigureAwait(false))
        {
            if (!entry.HasData) await part.WriteAsync(Encoding.UTF8.GetBytes(entry.Definition), cancellationToken).ConfigureAwait(false);
            else await WriteRowsAsync(archive, entry, part.WriteAsync, cancellationToken).ConfigureAwait(false);
            await part.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static TocEntry Find(Archive archive, int dumpId) => archive.Entries.FirstOrDefault(entry => entry.DumpId == dumpId) ?? throw new MigrationException(
        "ArchiveEntryNotFound", MigrationErrorCategory.ObjectNotFound, $"'{archive.Path}' has no entry {dumpId}.")
    {
        Subject = archive.Path,
        Remedy = "Name an entry by the DumpId that the archive's list gives it.",
    };

    private static async Task<long> WriteRowsAsync(
        Archive archive, TocEntry entry, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> write, CancellationToken cancellationToken)
    {
        if (!entry.HasRows) throw WithoutRows(archive, entry);
        if (ArchiveRows.AreStatements(entry)) return await WriteStatementsAsync(archive, entry, write, cancellationToken).ConfigureAwait(false);
        ArchiveRows.RequireStatement(archive, entry);
        var rows = ArchiveRows.Open(archive, entry);
        await using (rows.ConfigureAwait(false))
        {
            var buffer = ArrayPool<byte>.Shared.Rent(128 * 1024);
            try
            {
                var total = 0L;
                while (await rows.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var read)
                {
                    await write(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                    total += read;
                }

                return total;
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    private static async Task<long> WriteStatementsAsync(
        Archive archive, TocEntry entry, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> write, CancellationToken cancellationToken)
    {
        var total = 0L;
        await foreach (var statement in ReadStatementsAsync(archive, entry, cancellationToken).ConfigureAwait(false))
        {
            var line = Encoding.UTF8.GetBytes(statement + "\n");
            await write(line, cancellationToken).ConfigureAwait(false);
            total += line.Length;
        }

        return total;
    }

    private static async IAsyncEnumerable<string> ReadStatementsAsync(Archive archive, TocEntry entry, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var statements = ArchiveRows.OpenStatements(archive, entry);
        await using (statements.ConfigureAwait(false))
        {
            while (await statements.ReadAsync(cancellationToken).ConfigureAwait(false) is { } statement) yield return $"{statement.Text};";
        }
    }

    private static MigrationException WithoutRows(Archive archive, TocEntry entry) => new(
        "ArchiveEntryWithoutRows", MigrationErrorCategory.InvalidArgument, $"The entry {entry.DumpId} of '{archive.Path}' is {entry}, which has no rows.")
    {
        Subject = archive.Path,
        Remedy = "Name an entry of the kind TABLE DATA.",
    };

    private static PgArchive Describe(Archive archive) => new()
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

    private static PgArchiveEntry Describe(Archive archive, TocEntry entry) => new()
    {
        Archive = archive.Path,
        DumpId = entry.DumpId,
        CatalogTableOid = entry.CatalogTableOid,
        CatalogOid = entry.CatalogOid,
        Section = entry.Section switch
        {
            TocSection.PreData => DatabaseSections.PreData,
            TocSection.Data => DatabaseSections.Data,
            TocSection.PostData => DatabaseSections.PostData,
            _ => DatabaseSections.None,
        },
        Kind = entry.Desc,
        Schema = entry.Namespace,
        Name = entry.Tag,
        Owner = entry.Owner,
        HasData = entry.HasData,
        Bytes = entry.DataBytes,
        Dependencies = entry.Dependencies,
        Definition = entry.Definition,
        DropStatement = entry.DropStatement,
        CopyStatement = entry.CopyStatement,
    };
}

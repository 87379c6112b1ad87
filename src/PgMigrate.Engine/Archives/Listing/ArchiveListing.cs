using System.Runtime.CompilerServices;
using System.Text;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Archives;

/// <summary>Tells what is in an archive or script of pg_dump's or Export-PgDatabase's, without restoring it.</summary>
public static class ArchiveListing
{
    /// <summary>The archive as a whole.</summary>
    /// <exception cref="MigrationException">
    /// ArchiveNotFound, ArchiveNotRecognized, ArchiveUnreadable, ArchiveVersionUnsupported, ArchiveDamaged, ArchiveUnsafe,
    /// ArchiveEncodingUnsupported, CompressionUnavailable; of a script ScriptNotReadable, ScriptNotUnderstood, ScriptTruncated,
    /// ScriptEncodingUnknown, ScriptOfSeveralDatabases.
    /// </exception>
    public static async Task<PgArchive> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var archive = await OpenAsync(path, cancellationToken).ConfigureAwait(false);
        await using (archive.ConfigureAwait(false)) return archive.Description;
    }

    /// <summary>The entries in the archive's order, with an archive's settings such as ENCODING among them.</summary>
    /// <exception cref="MigrationException">As <see cref="ReadAsync"/>.</exception>
    public static async Task<IReadOnlyList<PgArchiveEntry>> ReadEntriesAsync(string path, CancellationToken cancellationToken)
    {
        var archive = await OpenAsync(path, cancellationToken).ConfigureAwait(false);
        await using (archive.ConfigureAwait(false)) return [.. archive.Entries.Select(entry => Describe(archive.Description.Path, entry))];
    }

    /// <summary>One entry's text: each row of a table as COPY or INSERT writes it, or the statements of anything else at once.</summary>
    /// <exception cref="MigrationException">ArchiveEntryNotFound, ArchiveEntryWithoutRows, or as <see cref="ReadAsync"/>.</exception>
    public static async IAsyncEnumerable<string> ReadLinesAsync(string path, int dumpId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var archive = await OpenAsync(path, cancellationToken).ConfigureAwait(false);
        await using (archive.ConfigureAwait(false))
        {
            var entry = Find(archive, dumpId);
            if (!entry.HasData) yield return entry.Definition;
            else await foreach (var line in ReadDataAsync(archive, entry, cancellationToken).ConfigureAwait(false)) yield return line;
        }
    }

    /// <summary>Writes one entry's text into a file, in UTF-8, which gets its name when it is whole; one that is there is replaced.</summary>
    /// <exception cref="MigrationException">As <see cref="ReadLinesAsync"/>; ArchiveNotWritten.</exception>
    public static async Task ExtractAsync(string path, int dumpId, string file, CancellationToken cancellationToken)
    {
        var archive = await OpenAsync(path, cancellationToken).ConfigureAwait(false);
        await using (archive.ConfigureAwait(false))
        {
            var entry = Find(archive, dumpId);
            var part = PartFile.Create(file);
            await using (part.ConfigureAwait(false))
            {
                if (!entry.HasData) await part.WriteAsync(Encoding.UTF8.GetBytes(entry.Definition), cancellationToken).ConfigureAwait(false);
                else await WriteDataAsync(archive, entry, part, cancellationToken).ConfigureAwait(false);
                await part.CompleteAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>What it holds says what it is, not its name.</summary>
    private static async Task<IListedArchive> OpenAsync(string path, CancellationToken cancellationToken)
    {
        if (Archive.Detect(path) != ArchiveFormat.Plain) return new ListedFile(await Archive.OpenAsync(path, cancellationToken).ConfigureAwait(false));
        var script = await ScriptSource.OpenAsync(path, cancellationToken).ConfigureAwait(false);
        return new ListedScript(Path.GetFullPath(path), script, await script.ReadEntriesAsync(cancellationToken).ConfigureAwait(false));
    }

    private static async IAsyncEnumerable<string> ReadDataAsync(
        IListedArchive archive, TocEntry entry, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (archive.AreStatements(entry))
        {
            var statements = await archive.OpenStatementsAsync(entry, cancellationToken).ConfigureAwait(false);
            await using (statements.ConfigureAwait(false))
            {
                while (await statements.ReadAsync(cancellationToken).ConfigureAwait(false) is { } statement) yield return statement.Text + ";";
            }

            yield break;
        }

        var rows = await archive.OpenRowsAsync(entry, cancellationToken).ConfigureAwait(false);
        await using (rows.ConfigureAwait(false))
        {
            await foreach (var line in RowLines.ReadAsync(rows, cancellationToken).ConfigureAwait(false)) yield return line;
        }
    }

    private static async Task WriteDataAsync(IListedArchive archive, TocEntry entry, PartFile file, CancellationToken cancellationToken)
    {
        if (archive.AreStatements(entry))
        {
            await foreach (var statement in ReadDataAsync(archive, entry, cancellationToken).ConfigureAwait(false))
            {
                await file.WriteAsync(Encoding.UTF8.GetBytes(statement + "\n"), cancellationToken).ConfigureAwait(false);
            }

            return;
        }

        var rows = await archive.OpenRowsAsync(entry, cancellationToken).ConfigureAwait(false);
        await using (rows.ConfigureAwait(false))
        {
            var block = new byte[128 * 1024];
            while (await rows.ReadAsync(block, cancellationToken).ConfigureAwait(false) is > 0 and var read)
            {
                await file.WriteAsync(block.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>An entry that is text: all but those whose data are the bytes of large objects.</summary>
    private static TocEntry Find(IListedArchive archive, int dumpId)
    {
        var entry = archive.Entries.FirstOrDefault(entry => entry.DumpId == dumpId) ?? throw new MigrationException(
            "ArchiveEntryNotFound", MigrationErrorCategory.ObjectNotFound, $"'{archive.Description.Path}' has no entry {dumpId}.")
        {
            Subject = archive.Description.Path,
            Remedy = "Name an entry by the DumpId that the archive's list gives it.",
        };
        return !entry.HasData || entry.Desc == TocDesc.TableData || archive.AreStatements(entry) ? entry : throw WithoutRows(archive, entry);
    }

    private static MigrationException WithoutRows(IListedArchive archive, TocEntry entry) => new(
        "ArchiveEntryWithoutRows", MigrationErrorCategory.InvalidArgument, $"The entry {entry.DumpId} of '{archive.Description.Path}' is {entry}, which has no rows.")
    {
        Subject = archive.Description.Path,
        Remedy = "Name an entry of the kind TABLE DATA.",
    };

    private static PgArchiveEntry Describe(string path, TocEntry entry) => new()
    {
        Archive = path,
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

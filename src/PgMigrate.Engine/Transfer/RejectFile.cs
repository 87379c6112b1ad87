using System.Globalization;
using System.Text.Json;
using PgMigrate.Engine.Journal;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>
/// The rows of one table that were set aside, one JSON object a line. Each chunk writes a part of its own before it commits, under its
/// final name only when it is whole; the parts are joined when the table is done.
/// </summary>
internal sealed class RejectFile(string folder, string table)
{
    /// <summary>The joined file, named after the table.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, FileName(table) + ".rejects.jsonl"));

    /// <summary>Writes the rows that one chunk set aside; an earlier try's part is replaced.</summary>
    public async Task WritePartAsync(int chunk, IReadOnlyList<RejectedRow> rows, CancellationToken cancellationToken)
    {
        var part = PartPath(Path, chunk);
        if (rows.Count == 0)
        {
            if (File.Exists(part)) File.Delete(part);
            return;
        }

        await WriteWholeAsync(part, async stream =>
        {
            foreach (var row in rows)
            {
                await JsonSerializer.SerializeAsync(stream, row, TransferJson.Readable.RejectedRow, cancellationToken).ConfigureAwait(false);
                await stream.WriteAsync("\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
            }
        }).ConfigureAwait(false);
    }

    /// <summary>
    /// Joins the parts of a table's chunks; returns the file's path, or null where no row was set aside. The journal knows which chunks
    /// have parts and where: a file or part of an earlier run is not taken for this run's.
    /// </summary>
    public async Task<string?> JoinAsync(IReadOnlyList<Checkpoint> chunks, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var rejecting = chunks.Where(chunk => chunk.Rejected > 0).OrderBy(chunk => chunk.Chunk.Number).ToList();
        if (rejecting.Count == 0) return null;
        var parts = rejecting.ConvertAll(chunk => PartPath(chunk.RejectPath!, chunk.Chunk.Number));
        if (!parts.TrueForAll(File.Exists))
        {
            return await JoinedBeforeAsync(rejecting, parts, observer, cancellationToken).ConfigureAwait(false);
        }

        await WriteWholeAsync(Path, async stream =>
        {
            foreach (var part in parts)
            {
                var source = File.OpenRead(part);
                await using (source.ConfigureAwait(false)) await source.CopyToAsync(stream, cancellationToken).ConfigureAwait(false);
            }
        }).ConfigureAwait(false);
        parts.ForEach(File.Delete);
        return Path;
    }

    /// <summary>
    /// Parts go only when the file is whole: a part that is missing was joined by a call that was killed while it deleted them.
    /// </summary>
    private static async Task<string> JoinedBeforeAsync(
        List<Checkpoint> rejecting, List<string> parts, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var path = rejecting[^1].RejectPath!;
        var expected = rejecting.Sum(chunk => chunk.Rejected);
        var found = 0L;
        if (File.Exists(path))
        {
            await foreach (var _ in File.ReadLinesAsync(path, cancellationToken).ConfigureAwait(false)) found++;
        }

        if (found == expected) parts.Where(File.Exists).ToList().ForEach(File.Delete);
        else
        {
            observer.Warning(
                FormattableString.Invariant($"{expected} rows of {rejecting[0].TableName} were set aside, but {path} holds {found}."));
        }

        return path;
    }

    private static async Task WriteWholeAsync(string path, Func<FileStream, Task> write)
    {
        try
        {
            await WriteBesideAsync(path, write).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new MigrationException(
                "RejectFileNotWritten", MigrationErrorCategory.WriteError,
                $"The rows that were set aside could not be written: {error.Message}", error)
            {
                Subject = path,
                Remedy = "Name with -RejectFolder a folder that can be written and has room, then run again with -Resume.",
            };
        }
    }

    private static async Task WriteBesideAsync(string path, Func<FileStream, Task> write)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        var beside = path + ".tmp";
        var stream = new FileStream(beside, FileMode.Create, FileAccess.Write);
        await using (stream.ConfigureAwait(false))
        {
            await write(stream).ConfigureAwait(false);
            stream.Flush(flushToDisk: true);
        }

        File.Move(beside, path, overwrite: true);
    }

    /// <summary>What a file's name can't hold becomes its percent code, so that no two tables share a file.</summary>
    private static string FileName(string table) => string.Concat(table.Select(character
        => character == '%' || System.IO.Path.GetInvalidFileNameChars().Contains(character)
            ? Uri.HexEscape(character)
            : character.ToString()));

    private static string PartPath(string path, int chunk) => path + string.Create(CultureInfo.InvariantCulture, $".part{chunk:D5}");
}

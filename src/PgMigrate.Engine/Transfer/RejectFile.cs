using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>
/// The rows of one table that were set aside, one JSON object a line. Each chunk writes a part of its own before it commits, under its final
/// name only when it is whole; the parts are joined when the table is done.
/// </summary>
internal sealed class RejectFile(string folder, string table)
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The joined file: the table's name with what a file's name can't hold replaced.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, FileName(table) + ".rejects.jsonl"));

    /// <summary>Writes the rows that one chunk set aside; an earlier try's part is replaced.</summary>
    public async Task WritePartAsync(int chunk, IReadOnlyList<RejectedRow> rows, CancellationToken cancellationToken)
    {
        var part = PartPath(chunk);
        if (rows.Count == 0)
        {
            File.Delete(part);
            return;
        }

        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(part)!);
        await WriteWholeAsync(part, async stream =>
        {
            foreach (var row in rows)
            {
                await JsonSerializer.SerializeAsync(stream, row, Format, cancellationToken).ConfigureAwait(false);
                await stream.WriteAsync("\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
            }
        }).ConfigureAwait(false);
    }

    /// <summary>Joins the parts of the given chunks; returns the file's path, or null where no row was set aside.</summary>
    public async Task<string?> JoinAsync(IEnumerable<int> chunks, CancellationToken cancellationToken)
    {
        var parts = chunks.Order().Select(PartPath).Where(File.Exists).ToList();
        if (parts.Count == 0) return File.Exists(Path) ? Path : null;
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

    private static async Task WriteWholeAsync(string path, Func<FileStream, Task> write)
    {
        var beside = path + ".tmp";
        var stream = new FileStream(beside, FileMode.Create, FileAccess.Write);
        await using (stream.ConfigureAwait(false))
        {
            await write(stream).ConfigureAwait(false);
            stream.Flush(flushToDisk: true);
        }

        File.Move(beside, path, overwrite: true);
    }

    private static string FileName(string table)
        => string.Concat(table.Select(character => System.IO.Path.GetInvalidFileNameChars().Contains(character) ? '_' : character));

    private string PartPath(int chunk) => Path + string.Create(CultureInfo.InvariantCulture, $".part{chunk:D5}");
}

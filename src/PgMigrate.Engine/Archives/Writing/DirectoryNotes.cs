using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace PgMigrate.Engine.Archives;

/// <summary>
/// The notes of a Directory archive's export while it is under way: which tables' files are whole. They are a file in the folder, a JSON object a
/// line, that goes when the archive is whole.
/// </summary>
internal sealed class DirectoryNotes : IAsyncDisposable
{
    /// <summary>The file's name.</summary>
    public const string FileName = "pgmigrate-export.jsonl";

    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly FileStream file;

    private DirectoryNotes(FileStream file) => this.file = file;

    /// <summary>Begins the notes of a run with what it keeps of an earlier one.</summary>
    public static async Task<DirectoryNotes> CreateAsync(
        string folder, DirectoryNotesHead head, IEnumerable<FinishedData> kept, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, FileName);
        var notes = new DirectoryNotes(ArchiveWritingErrors.Translated(
            path, () => new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0)));
        try
        {
            await notes.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(head, ArchiveJson.Default.DirectoryNotesHead), cancellationToken).ConfigureAwait(false);
            foreach (var one in kept) await notes.AddAsync(one, cancellationToken).ConfigureAwait(false);
            return notes;
        }
        catch
        {
            await notes.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The notes of an earlier run; null where there are none. A line that a killed run did not finish does not count.</summary>
    public static async Task<(DirectoryNotesHead Head, IReadOnlyList<FinishedData> Finished)?> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) return null;
        var lines = await File.ReadAllLinesAsync(path, cancellationToken).ConfigureAwait(false);
        if (lines.Length == 0 || Parse(lines[0], ArchiveJson.Default.DirectoryNotesHead) is not { } head) return null;
        return (head, [.. lines.Skip(1).Select(line => Parse(line, ArchiveJson.Default.FinishedData)).OfType<FinishedData>()]);
    }

    /// <summary>Notes that a file is whole, on the disk before it returns.</summary>
    public Task AddAsync(FinishedData data, CancellationToken cancellationToken)
        => WriteAsync(JsonSerializer.SerializeToUtf8Bytes(data, ArchiveJson.Default.FinishedData), cancellationToken);

    /// <summary>Removes the notes: the archive is whole.</summary>
    public void Remove()
    {
        file.Dispose();
        File.Delete(file.Name);
    }

    public async ValueTask DisposeAsync()
    {
        await file.DisposeAsync().ConfigureAwait(false);
        gate.Dispose();
    }

    private async Task WriteAsync(byte[] line, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ArchiveWritingErrors.Translated(file.Name, () =>
            {
                file.Write([.. line, (byte)'\n']);
                file.Flush(flushToDisk: true);
                return true;
            });
        }
        finally
        {
            gate.Release();
        }
    }

    private static T? Parse<T>(string line, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(line, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

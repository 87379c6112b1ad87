using System.Collections.Concurrent;
using System.Globalization;

namespace PgMigrate.Engine.Archives;

/// <summary>
/// The data blocks of a Custom archive: one at a time goes into the file, and those that became whole meanwhile follow. They stand in the order in
/// which they became whole: their places are in the table of contents, so that only a pg_restore that reads from a pipe needs another order.
/// </summary>
internal sealed class CustomBlocks(PartFile file) : IAsyncDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly ConcurrentQueue<CustomBlock> waiting = new();
    private readonly ConcurrentDictionary<int, long> positions = new();

    /// <summary>Where each block begins, by dump id.</summary>
    public IReadOnlyDictionary<int, long> Positions => positions;

    /// <summary>Takes the file for a block, if no other block has it.</summary>
    public bool TryEnter() => turn.Wait(0, CancellationToken.None);

    /// <summary>Notes that a block begins here. The caller has the file.</summary>
    public void Begin(int dumpId) => positions[dumpId] = file.Position;

    /// <summary>Writes at the end of the file, which the caller has.</summary>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => file.WriteAsync(bytes, cancellationToken);

    /// <summary>Gives the file back, after the blocks that wait for it.</summary>
    public async ValueTask LeaveAsync(CancellationToken cancellationToken)
    {
        do
        {
            while (waiting.TryDequeue(out var block))
            {
                await using (block.ConfigureAwait(false)) await block.AppendAsync(cancellationToken).ConfigureAwait(false);
            }

            turn.Release();
        }
        // Another may have come between the last look and the release.
        while (!waiting.IsEmpty && turn.Wait(0, CancellationToken.None));
    }

    /// <summary>Appends a whole block, or leaves it to the one that has the file.</summary>
    public ValueTask AddAsync(CustomBlock block, CancellationToken cancellationToken)
    {
        waiting.Enqueue(block);
        return turn.Wait(0, CancellationToken.None) ? LeaveAsync(cancellationToken) : ValueTask.CompletedTask;
    }

    /// <summary>Removes what a run that was killed left beside the archive.</summary>
    public static void RemoveLeftovers(PartFile file)
    {
        var name = Path.GetFileName(file.Path) + PartFile.Suffix;
        foreach (var leftover in Directory.EnumerateFiles(Path.GetDirectoryName(file.Path)!, name + "*"))
        {
            var number = Path.GetFileName(leftover)[name.Length..];
            if (number.Length > 0 && number.All(char.IsAsciiDigit)) File.Delete(leftover);
        }
    }

    /// <summary>A file beside the archive for a block that cannot go into it yet; it vanishes with its last user.</summary>
    public FileStream CreateSpill(int dumpId) => ArchiveWritingErrors.Translated(file.Path, () => new FileStream(
        string.Create(CultureInfo.InvariantCulture, $"{file.Path}{PartFile.Suffix}{dumpId}"),
        FileMode.Create, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose));

    /// <summary>Writes to such a file.</summary>
    public void Spill(FileStream spill, ReadOnlySpan<byte> bytes)
    {
        try
        {
            spill.Write(bytes);
        }
        catch (IOException error)
        {
            throw ArchiveWritingErrors.NotWritten(file.Path, error);
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (waiting.TryDequeue(out var block)) await block.DisposeAsync().ConfigureAwait(false);
        turn.Dispose();
    }
}

using System.Buffers;

namespace PgMigrate.Engine.Archives;

/// <summary>
/// A data block of a Custom archive on its way into the file. A small one waits in memory until it is whole. A larger one goes into the file as it
/// comes, if no other one does; else into a file beside it, from which it is appended when its turn comes.
/// </summary>
internal sealed class CustomBlock(CustomBlocks blocks, int dumpId) : IByteSink
{
    private const int MemorySize = 1024 * 1024;

    private readonly byte[] memory = ArrayPool<byte>.Shared.Rent(MemorySize);
    private int inMemory;
    private FileStream? spill;
    private bool isInFile;
    private int disposals;

    public int DumpId => dumpId;

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (isInFile)
        {
            await blocks.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (bytes.Length <= MemorySize - inMemory)
        {
            bytes.CopyTo(memory.AsMemory(inMemory));
            inMemory += bytes.Length;
            return;
        }

        if (blocks.TryEnter())
        {
            isInFile = true;
            await AppendAsync(cancellationToken).ConfigureAwait(false);
            await blocks.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
            return;
        }

        spill ??= blocks.CreateSpill(dumpId);
        blocks.Spill(spill, memory.AsSpan(0, inMemory));
        inMemory = 0;
        if (bytes.Length > MemorySize) blocks.Spill(spill, bytes.Span);
        else
        {
            bytes.CopyTo(memory);
            inMemory = bytes.Length;
        }
    }

    /// <summary>Says that the block is whole. It is in the file when all are, and may be disposed of by whoever appends it.</summary>
    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        if (isInFile)
        {
            isInFile = false;
            await DisposeAsync().ConfigureAwait(false);
            await blocks.LeaveAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        await blocks.AddAsync(this, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes what there is of the block at the end of the file, which the caller has for itself.</summary>
    public async ValueTask AppendAsync(CancellationToken cancellationToken)
    {
        blocks.Begin(dumpId);
        if (spill is not null)
        {
            blocks.Spill(spill, memory.AsSpan(0, inMemory));
            inMemory = 0;
            spill.Position = 0;
            int read;
            while ((read = spill.Read(memory)) > 0) await blocks.WriteAsync(memory.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            await spill.DisposeAsync().ConfigureAwait(false);
            spill = null;
        }

        await blocks.WriteAsync(memory.AsMemory(0, inMemory), cancellationToken).ConfigureAwait(false);
        inMemory = 0;
    }

    public async ValueTask DisposeAsync()
    {
        // Who appends it may be another than who wrote it.
        if (Interlocked.Exchange(ref disposals, 1) == 1) return;
        if (spill is not null) await spill.DisposeAsync().ConfigureAwait(false);
        ArrayPool<byte>.Shared.Return(memory);
    }
}

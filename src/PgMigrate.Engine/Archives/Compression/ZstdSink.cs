using System.Buffers;

namespace PgMigrate.Engine.Archives;

/// <summary>One Zstandard frame: of a second one in the same chunk, pg_restore drops the rest without a word.</summary>
internal sealed class ZstdSink(IByteSink output, int level) : IByteSink
{
    private const int Room = 256 * 1024;

    private readonly byte[] buffer = ArrayPool<byte>.Shared.Rent(Room);
    private nint context = NativeZstd.Create(level);

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            var (taken, written, _) = NativeZstd.Compress(context, bytes.Span, buffer, NativeZstd.Continue);
            if (written > 0) await output.WriteAsync(buffer.AsMemory(0, written), cancellationToken).ConfigureAwait(false);
            bytes = bytes[taken..];
        }
    }

    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        long remaining;
        do
        {
            (_, var written, remaining) = NativeZstd.Compress(context, [], buffer, NativeZstd.End);
            if (written > 0) await output.WriteAsync(buffer.AsMemory(0, written), cancellationToken).ConfigureAwait(false);
        }
        while (remaining > 0);
    }

    public ValueTask DisposeAsync()
    {
        if (context == 0) return ValueTask.CompletedTask;
        NativeZstd.Free(context);
        context = 0;
        ArrayPool<byte>.Shared.Return(buffer);
        return ValueTask.CompletedTask;
    }
}

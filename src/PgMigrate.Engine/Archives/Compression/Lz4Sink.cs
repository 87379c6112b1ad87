using System.Buffers;

namespace PgMigrate.Engine.Archives;

/// <summary>One LZ4 frame, with a checksum over its content as pg_dump writes it (compress_lz4.c).</summary>
internal sealed class Lz4Sink : IByteSink
{
    private const int Step = 256 * 1024;

    /// <summary>More than the longest header of a frame.</summary>
    private const int HeaderRoom = 64;

    private readonly IByteSink output;
    private readonly NativeLz4.Preferences preferences;
    private readonly byte[] buffer;
    private nint context;
    private bool hasBegun;

    public Lz4Sink(IByteSink output, int level)
    {
        this.output = output;
        preferences = new() { ContentChecksum = 1, Level = level };
        context = NativeLz4.Create();
        buffer = ArrayPool<byte>.Shared.Rent(HeaderRoom + NativeLz4.Bound(Step, preferences));
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            var taken = Math.Min(bytes.Length, Step);
            var length = Begin();
            length += NativeLz4.Update(context, bytes.Span[..taken], buffer.AsSpan(length));
            await output.WriteAsync(buffer.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
            bytes = bytes[taken..];
        }
    }

    public ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        var length = Begin();
        length += NativeLz4.End(context, buffer.AsSpan(length));
        return output.WriteAsync(buffer.AsMemory(0, length), cancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        if (context == 0) return ValueTask.CompletedTask;
        NativeLz4.Free(context);
        context = 0;
        ArrayPool<byte>.Shared.Return(buffer);
        return ValueTask.CompletedTask;
    }

    private int Begin()
    {
        if (hasBegun) return 0;
        hasBegun = true;
        return NativeLz4.Begin(context, buffer, preferences);
    }
}

using System.Buffers;

namespace PgMigrate.Engine.Archives;

/// <summary>Cuts bytes into the chunks of a Custom archive's data block: the length of each before it, and 0 at the end.</summary>
internal sealed class ChunkSink(IByteSink output) : IByteSink
{
    /// <summary>Where chunks begin in the buffer, behind their length.</summary>
    private const int Head = sizeof(byte) + sizeof(int);

    private const int Size = 256 * 1024;

    private readonly byte[] buffer = ArrayPool<byte>.Shared.Rent(Head + Size);
    private int length;
    private bool isDisposed;

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            var taken = Math.Min(bytes.Length, Size - length);
            bytes.Span[..taken].CopyTo(buffer.AsSpan(Head + length));
            length += taken;
            bytes = bytes[taken..];
            if (length == Size) await SendAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        if (length > 0) await SendAsync(cancellationToken).ConfigureAwait(false);
        await SendAsync(cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync()
    {
        if (!isDisposed) ArrayPool<byte>.Shared.Return(buffer);
        isDisposed = true;
        return ValueTask.CompletedTask;
    }

    private ValueTask SendAsync(CancellationToken cancellationToken)
    {
        TocWriter.WriteInteger(buffer, length);
        var chunk = buffer.AsMemory(0, Head + length);
        length = 0;
        return output.WriteAsync(chunk, cancellationToken);
    }
}

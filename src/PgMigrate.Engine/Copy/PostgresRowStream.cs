using Npgsql;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Copy;

/// <summary>The rows of a COPY … TO STDOUT, passed on as the server sends them.</summary>
internal sealed class PostgresRowStream(NpgsqlRawCopyStream stream) : IRowStream
{
    /// <summary>
    /// The driver hands out one CopyData message, that is one row, a call: the synchronous call is several times cheaper than the
    /// asynchronous one and a worker has nothing else to do. The token still reaches the server, as a cancel request.
    /// </summary>
    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        using var cancellation = cancellationToken.Register(static state => ((NpgsqlRawCopyStream)state!).Cancel(), stream);
        var rest = buffer.Span;
        try
        {
            while (rest.Length > 0)
            {
                var read = stream.Read(rest);
                if (read == 0) break;
                rest = rest[read..];
            }
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }

        return new(buffer.Length - rest.Length);
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();
}

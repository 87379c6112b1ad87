namespace PgMigrate.Engine.Toc;

/// <summary>The rows of one chunk as the bytes of a COPY, header and trailer included where the format has them.</summary>
public interface IRowStream : IAsyncDisposable
{
    /// <summary>
    /// Fills the buffer with as many of the next bytes as it holds; a row may straddle two calls. Returns their number, 0 at the end.
    /// </summary>
    ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken);
}

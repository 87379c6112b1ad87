using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Archives;

/// <summary>The rows between two offsets of a script, or behind a COPY of a stream of statements.</summary>
/// <param name="stream">The bytes from the first row on.</param>
/// <param name="length">The number of bytes.</param>
/// <param name="hasCarriageReturns">Whether each line ends with a carriage return, which is no part of the rows: COPY writes one of a value as \r.</param>
/// <param name="file">What errors call the script.</param>
internal sealed class ScriptRowStream(Stream stream, long length, bool hasCarriageReturns, string file) : IRowStream
{
    private long rest = length;

    /// <summary>Whether the stream is another's to close.</summary>
    public bool LeavesOpen { get; init; }

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (rest > 0)
        {
            var read = await ReadSomeAsync(buffer[..(int)Math.Min(buffer.Length, rest)], cancellationToken).ConfigureAwait(false);
            if (read == 0) throw ScriptErrors.NotReadable(file, "it has become shorter since it was opened", "Leave the file alone and import again with -Restart.");
            rest -= read;
            var kept = hasCarriageReturns ? WithoutCarriageReturns(buffer.Span[..read]) : read;
            if (kept > 0) return kept;
        }

        return 0;
    }

    public ValueTask DisposeAsync() => LeavesOpen ? ValueTask.CompletedTask : stream.DisposeAsync();

    private async ValueTask<int> ReadSomeAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw ScriptErrors.NotReadable(file, error.Message, "Look whether the file may still be read, then go on with -Resume.", error);
        }
    }

    private static int WithoutCarriageReturns(Span<byte> bytes)
    {
        var kept = 0;
        foreach (var one in bytes)
        {
            if (one != '\r') bytes[kept++] = one;
        }

        return kept;
    }
}

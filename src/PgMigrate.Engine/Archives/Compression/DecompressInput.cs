namespace PgMigrate.Engine.Archives;

/// <summary>
/// Hands compressed bytes to one of .NET's decoders so that it shows where its stream ends, which it tells nobody: the last byte comes alone,
/// and who does not ask for it has ended before. Who asks for more than there is has not ended.
/// </summary>
/// <param name="source">The compressed bytes.</param>
/// <param name="isGzip">Whether another stream may follow each.</param>
internal sealed class DecompressInput(ArchiveStream source, bool isGzip) : ArchiveStream
{
    private int held = -1;
    private bool hasBegun;

    /// <summary>Whether there is nothing at all.</summary>
    public bool IsEmpty => hasBegun && held < 0 && !IsTaken;

    /// <summary>Whether the last byte was taken.</summary>
    public bool IsTaken { get; private set; }

    /// <summary>How often more was asked for than there is.</summary>
    public int Requests { get; private set; }

    public override string File => source.File;

    public override long Offset => source.Offset;

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        if (!hasBegun) held = source.ReadByte();
        hasBegun = true;
        if (held < 0) return ReadBehind(buffer);
        buffer[0] = (byte)held;
        if (buffer.Length == 1)
        {
            held = source.ReadByte();
            IsTaken = held < 0;
            return 1;
        }

        var read = source.Read(buffer[1..]);
        held = read > 0 ? buffer[read] : -1;
        IsTaken = read == 0;
        return Math.Max(read, 1);
    }

    /// <summary>
    /// A decoder of gzip asks for another member where one has ended: it gets the beginning of none, and asks for no more. One that has not
    /// ended takes it for its stream's, and does.
    /// </summary>
    private int ReadBehind(Span<byte> buffer)
    {
        if (++Requests > 1 || IsEmpty || !isGzip) return 0;
        buffer[0] = 0xFF;
        return 1;
    }
}

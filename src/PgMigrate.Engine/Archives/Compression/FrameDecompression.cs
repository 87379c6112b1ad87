using System.Buffers;

namespace PgMigrate.Engine.Archives;

/// <summary>The bytes of one or several compressed frames.</summary>
/// <param name="source">The frames.</param>
/// <param name="decoder">Decodes them.</param>
/// <param name="name">What errors call the compression.</param>
/// <param name="isSeveral">Whether a frame may follow another.</param>
internal sealed class FrameDecompression(ArchiveStream source, IFrameDecoder decoder, string name, bool isSeveral) : ArchiveStream
{
    private byte[] input = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private int next;
    private int filled;
    private bool isSourceAtEnd;

    /// <summary>At the end of a frame, or before the first.</summary>
    private bool isBetween = true;
    private bool hasEnded;

    public override string File => source.File;

    public override long Offset => source.Offset - (filled - next);

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        while (!hasEnded)
        {
            var hasInput = HasInput();
            if (!hasInput && isBetween) return 0;
            var step = Decode(buffer);
            next += step.Consumed;
            isBetween = step.IsAtEnd;
            if (step.IsAtEnd && !isSeveral) RequireEnd();
            if (step.Produced > 0) return step.Produced;
            if (step.IsAtEnd || step.Consumed > 0) continue;
            throw hasInput ? Damaged($"the {name} data lead nowhere") : Damaged($"the {name} stream is cut off");
        }

        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && input.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(input);
            input = [];
            (next, filled, hasEnded) = (0, 0, true);
            decoder.Dispose();
            source.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool HasInput()
    {
        if (next < filled) return true;
        if (isSourceAtEnd) return false;
        (next, filled) = (0, source.Read(input));
        isSourceAtEnd = filled == 0;
        return !isSourceAtEnd;
    }

    private FrameStep Decode(Span<byte> buffer)
    {
        try
        {
            return decoder.Decode(input.AsSpan(next, filled - next), buffer);
        }
        catch (InvalidDataException error)
        {
            throw Damaged($"the compressed data are none that {name} knows ({error.Message})", error);
        }
    }

    private void RequireEnd()
    {
        hasEnded = true;
        if (HasInput()) throw Damaged($"bytes follow the end of the {name} stream");
    }
}

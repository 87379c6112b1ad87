namespace PgMigrate.Engine.Archives;

/// <summary>A part of a stream on its way through compression: what goes in, what comes out, and when.</summary>
internal sealed class CompressionSegment
{
    /// <summary>Long enough that what each part costs at its beginning (no earlier text to refer to) is about 1 % of the size.</summary>
    public const int Size = 512 * 1024;

    private TaskCompletionSource completion = null!;

    /// <summary>What is to be compressed: the first <see cref="Length"/> bytes.</summary>
    public byte[] Input { get; } = new byte[Size];

    public int Length { get; set; }

    public MemoryStream Output { get; } = new(Size / 2);

    /// <summary>The checksum of what went in, where the format has one over all parts.</summary>
    public uint Checksum { get; set; }

    public bool IsFull => Length == Size;

    /// <summary>Ends when the part is compressed.</summary>
    public Task Done => completion.Task;

    /// <summary>Makes it ready for another part.</summary>
    public void Reset()
    {
        Length = 0;
        Output.SetLength(0);
        // Whoever waits goes on elsewhere than on a compressing thread.
        completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Compresses the part, and tells of it.</summary>
    public void Run(Action<CompressionSegment> compress)
    {
        try
        {
            compress(this);
            completion.SetResult();
        }
        catch (Exception error)
        {
            completion.SetException(error);
        }
    }
}

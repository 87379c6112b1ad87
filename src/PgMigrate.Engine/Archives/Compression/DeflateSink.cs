namespace PgMigrate.Engine.Archives;

/// <summary>
/// Compresses one stream on several cores: its parts are compressed independently of each other and passed on in their order. What begins and
/// ends the stream, and what a part looks like, is the format's.
/// </summary>
internal abstract class DeflateSink : IByteSink
{
    private readonly IByteSink output;
    private readonly CompressionThreads threads;
    private readonly Queue<CompressionSegment> pending = new();
    private CompressionSegment? current;
    private bool hasBegun;
    private bool isDisposed;

    protected DeflateSink(IByteSink output, CompressionThreads threads)
    {
        this.output = output;
        this.threads = threads;
        threads.Enter();
    }

    /// <summary>What the stream begins with.</summary>
    protected abstract ReadOnlyMemory<byte> Prefix { get; }

    /// <summary>What the stream ends with, when all parts are passed on.</summary>
    protected abstract ReadOnlyMemory<byte> Suffix { get; }

    /// <summary>Whether a stream of nothing has a part, too.</summary>
    protected virtual bool HasPartAlways => false;

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            current ??= threads.Rent();
            var taken = Math.Min(bytes.Length, CompressionSegment.Size - current.Length);
            bytes.Span[..taken].CopyTo(current.Input.AsSpan(current.Length));
            current.Length += taken;
            bytes = bytes[taken..];
            if (current.IsFull) await SendAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        if (HasPartAlways && !hasBegun) current ??= threads.Rent();
        if (current is not null)
        {
            pending.Enqueue(current);
            // Most tables are small: theirs is compressed sooner than another thread would take it.
            if (pending.Count == 1) current.Run(Compress);
            else threads.Add(current, Compress);
            current = null;
        }

        while (pending.Count > 0) await PassOnAsync(cancellationToken).ConfigureAwait(false);
        await BeginAsync(cancellationToken).ConfigureAwait(false);
        if (!Suffix.IsEmpty) await output.WriteAsync(Suffix, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (isDisposed) return;
        isDisposed = true;
        threads.Leave();
        foreach (var segment in pending)
        {
            await segment.Done.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            threads.Return(segment);
        }

        if (current is not null) threads.Return(current);
    }

    /// <summary>Compresses one part; asked on several threads at once.</summary>
    protected abstract void Compress(CompressionSegment segment);

    /// <summary>Notes a part that is passed on; asked in the order of parts.</summary>
    protected virtual void Note(CompressionSegment segment)
    {
    }

    private async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        pending.Enqueue(current!);
        threads.Add(current!, Compress);
        current = null;
        while (pending.Count >= threads.PartsPerStream || (pending.Count > 0 && pending.Peek().Done.IsCompleted))
        {
            await PassOnAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask PassOnAsync(CancellationToken cancellationToken)
    {
        var segment = pending.Peek();
        await segment.Done.ConfigureAwait(false);
        await BeginAsync(cancellationToken).ConfigureAwait(false);
        Note(segment);
        await output.WriteAsync(segment.Output.GetBuffer().AsMemory(0, (int)segment.Output.Length), cancellationToken).ConfigureAwait(false);
        threads.Return(pending.Dequeue());
    }

    private async ValueTask BeginAsync(CancellationToken cancellationToken)
    {
        if (hasBegun) return;
        hasBegun = true;
        if (!Prefix.IsEmpty) await output.WriteAsync(Prefix, cancellationToken).ConfigureAwait(false);
    }
}

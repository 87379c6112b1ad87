namespace PgMigrate.Engine.Archives;

/// <summary>Takes bytes one after the other, and passes on what it makes of them.</summary>
internal interface IByteSink : IAsyncDisposable
{
    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Passes on what was kept back and what ends it, after which nothing may follow. What it passes to is not ended.</summary>
    ValueTask CompleteAsync(CancellationToken cancellationToken);
}

namespace PgMigrate.Engine.Archives;

/// <summary>Passes bytes on as they are.</summary>
internal sealed class PlainSink(IByteSink output) : IByteSink
{
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => output.WriteAsync(bytes, cancellationToken);

    public ValueTask CompleteAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

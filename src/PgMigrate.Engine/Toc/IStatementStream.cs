namespace PgMigrate.Engine.Toc;

/// <summary>The statements of one chunk, in their order.</summary>
public interface IStatementStream : IAsyncDisposable
{
    /// <summary>The next statement; null at the end. Its rows are read before the next call.</summary>
    ValueTask<SourceStatement?> ReadAsync(CancellationToken cancellationToken);
}

namespace PgMigrate.Engine.CopyBack;

internal sealed class FileReturn(CopyBackRequest request, IMigrationObserver observer)
{
    public Task<IReadOnlyList<TableCopyBackResult>> RunAsync(CancellationToken cancellationToken) => throw new NotSupportedException($"{request}{observer}");
}

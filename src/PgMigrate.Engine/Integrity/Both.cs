namespace PgMigrate.Engine.Integrity;

/// <summary>Waits for both ends, so that neither is at work when the other has failed.</summary>
internal static class Both
{
    public static async Task<(T Source, T Destination)> OfAsync<T>(Task<T> source, Task<T> destination)
    {
        await Task.WhenAll(source, destination).ConfigureAwait(false);
        return (await source.ConfigureAwait(false), await destination.ConfigureAwait(false));
    }
}

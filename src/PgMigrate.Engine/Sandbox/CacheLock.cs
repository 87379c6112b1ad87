namespace PgMigrate.Engine.Sandbox;

/// <summary>A file held open by one process at a time. The system lets go of it when the process ends.</summary>
internal static class CacheLock
{
    public static async Task<IDisposable> TakeAsync(string file, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(file))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(250), cancellationToken).ConfigureAwait(false);
            }
        }
    }
}

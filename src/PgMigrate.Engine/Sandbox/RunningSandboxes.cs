using System.Collections.Concurrent;

namespace PgMigrate.Engine.Sandbox;

/// <summary>
/// The watches of the sandboxes that this process started, by folder. Static on purpose: a watch lives as long as the process
/// and not as long as somebody keeps the <see cref="PgSandbox"/>, whose URL may be all that a script has kept.
/// </summary>
internal static class RunningSandboxes
{
    private static readonly ConcurrentDictionary<string, OwnerWatch> Watches = new(StringComparer.Ordinal);

    public static void Add(string folder, OwnerWatch watch) => Watches[folder] = watch;

    /// <summary>Ends the watch of a sandbox that is gone. Does nothing for one that another process started.</summary>
    public static async Task RemoveAsync(string folder)
    {
        if (Watches.TryRemove(folder, out var watch)) await watch.DisposeAsync().ConfigureAwait(false);
    }
}

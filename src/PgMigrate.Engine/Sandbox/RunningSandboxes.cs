using System.Collections.Concurrent;

namespace PgMigrate.Engine.Sandbox;

/// <summary>
/// The sandboxes that this process started, by folder. Static on purpose: a sandbox lives as long as the process
/// and not as long as somebody keeps the <see cref="PgSandbox"/>, whose URL may be all that a script has kept.
/// </summary>
internal static class RunningSandboxes
{
    private static readonly ConcurrentDictionary<string, RunningSandbox> Sandboxes = new(StringComparer.Ordinal);

    public static void Add(RunningSandbox sandbox) => Sandboxes[sandbox.Record.Folder] = sandbox;

    /// <summary>The sandbox in the folder, or null where this process did not start it.</summary>
    public static RunningSandbox? Find(string folder) => Sandboxes.GetValueOrDefault(folder);

    /// <summary>Ends the watch of a sandbox that is gone. Does nothing for one that another process started.</summary>
    public static async Task RemoveAsync(string folder)
    {
        if (Sandboxes.TryRemove(folder, out var sandbox)) await sandbox.Watch.DisposeAsync().ConfigureAwait(false);
    }
}

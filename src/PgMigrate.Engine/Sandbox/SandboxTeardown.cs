using System.ComponentModel;

namespace PgMigrate.Engine.Sandbox;

/// <summary>Takes sandboxes away: one that is no longer wanted, and those whose owner died without doing so.</summary>
internal static class SandboxTeardown
{
    /// <summary>Stops the server, deletes its folder and its record.</summary>
    public static async Task RemoveAsync(SandboxRecord record, ServerAccount account, CancellationToken cancellationToken)
    {
        var data = SandboxFolder.DataOf(record.Folder);
        if (await Postmaster.ReadAsync(data, cancellationToken).ConfigureAwait(false) is { IsAlive: true })
        {
            // Fails where the server ends at this very moment; the folder goes in either case.
            var stop = account.Command(record.PgCtl, "stop", "-D", data, "-m", "immediate", "-t", "30");
            await ProgramRunner.RunAsync(stop, Path.GetPathRoot(data)!, cancellationToken).ConfigureAwait(false);
        }

        await SandboxFolder.DeleteAsync(record.Folder, cancellationToken).ConfigureAwait(false);
        File.Delete(SandboxRecord.FileOf(record.Folder));
    }

    /// <summary>
    /// Removes the sandboxes whose owner is gone. What cannot be removed is said, and does not keep a new one from starting.
    /// </summary>
    public static async Task SweepAsync(ServerAccount account, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        foreach (var file in Directory.EnumerateFiles(UserCache.Private("sandboxes"), "*.json"))
        {
            if (await SandboxRecord.ReadAsync(file, cancellationToken).ConfigureAwait(false) is not { IsAbandoned: true } record) continue;
            try
            {
                observer.Verbose($"Removing the sandbox in {record.Folder}: process {record.OwnerProcessId}, which started it, is gone.");
                await RemoveAsync(record, account, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is MigrationException or Win32Exception or IOException)
            {
                observer.Warning($"The abandoned sandbox in {record.Folder} could not be removed: {exception.Message}");
            }
        }
    }
}

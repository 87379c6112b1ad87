using PgMigrate.Cli.Display;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Cli.Commands;

/// <summary>Makes a whole database before the user's eyes.</summary>
internal static class CloneRun
{
    /// <summary>Makes it, shows the result and returns the exit code. What arrived before an error is shown too.</summary>
    /// <param name="terminal">Shows it.</param>
    /// <param name="command">The command's name.</param>
    /// <param name="activity">What is done.</param>
    /// <param name="request">The source, the destination, and what of it.</param>
    /// <param name="items">Takes the result for a report.</param>
    /// <param name="cancellationToken">Stops it; what has arrived stays.</param>
    public static async Task<int> ExecuteAsync(
        Terminal terminal, string command, string activity, DatabaseCopyRequest request, List<object> items, CancellationToken cancellationToken)
    {
        DatabaseCopyResult? result = null;
        try
        {
            await terminal.WatchAsync(activity, async view => result = await DatabaseCopy.RunAsync(request, view, Stopped, cancellationToken));
        }
        catch (Exception failure) when (failure is MigrationException or OperationCanceledException)
        {
            if (result is not null)
            {
                items.Add(result);
                CloneReport.WriteStopped(terminal, result);
            }

            if (failure is OperationCanceledException)
            {
                terminal.Hint($"What has arrived stays: 'pgmigrate {command} --resume' with the same arguments continues.");
            }

            throw;
        }

        items.Add(result!);
        CloneReport.Write(terminal, result!);
        return result!.Status is DatabaseCopyStatus.Completed or DatabaseCopyStatus.AlreadyCopied ? ExitCode.Ok : ExitCode.Different;

        ValueTask Stopped(DatabaseCopyResult arrived)
        {
            result = arrived;
            return ValueTask.CompletedTask;
        }
    }
}

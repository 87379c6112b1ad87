using System.CommandLine;
using PgMigrate.Cli.Display;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Cli.Commands;

/// <summary><c>pgmigrate clone</c>: copies a whole database.</summary>
internal sealed class CloneCommand : Command
{
    public CloneCommand(Terminal terminal)
        : base("clone", "Copies a whole database into PostgreSQL: its schemas, types, functions, tables, rows and all that belongs to them.")
    {
        var options = new CloneOptions();
        options.AddTo(this);
        SetAction((parsed, cancellationToken) => RunAsync(options.Shared.Choose(terminal, parsed), options.Read(parsed), cancellationToken));
    }

    private static async Task<int> RunAsync(Terminal terminal, DatabaseCopyRequest request, CancellationToken cancellationToken)
    {
        DatabaseCopyResult? result = null;
        try
        {
            await terminal.WatchAsync("Copying the database", async view => result = await DatabaseCopy.RunAsync(request, view, Stopped, cancellationToken));
        }
        catch (Exception failure) when (failure is MigrationException or OperationCanceledException)
        {
            if (result is not null) CloneReport.WriteStopped(terminal, result);
            if (failure is OperationCanceledException)
            {
                terminal.Hint("What has arrived stays: 'pgmigrate clone --resume' with the same arguments continues.");
            }

            throw;
        }

        CloneReport.Write(terminal, result!);
        return result!.Status is DatabaseCopyStatus.Completed or DatabaseCopyStatus.AlreadyCopied ? ExitCode.Ok : ExitCode.Different;

        ValueTask Stopped(DatabaseCopyResult arrived)
        {
            result = arrived;
            return ValueTask.CompletedTask;
        }
    }
}

using PgMigrate.Cli.Display;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Cli.Commands;

/// <summary>Runs a copy before the user's eyes.</summary>
internal static class CopyRun
{
    /// <summary>Copies, shows the results, adds them to a report's items and returns the exit code. What arrived before an error is shown too.</summary>
    public static async Task<int> ExecuteAsync(Terminal terminal, TableCopyRequest request, List<object> items, CancellationToken cancellationToken)
    {
        var results = new List<TableCopyResult>();
        try
        {
            await terminal.WatchAsync("Copying tables", view => CollectAsync(request, view, results, cancellationToken));
        }
        catch (Exception failure) when (failure is MigrationException or OperationCanceledException)
        {
            items.AddRange(results);
            CopyReport.Write(terminal, results);
            if (failure is OperationCanceledException)
            {
                terminal.Hint("What has arrived stays: 'pgmigrate resume' with the same arguments continues.");
            }

            throw;
        }

        items.AddRange(results);
        CopyReport.Write(terminal, results);
        foreach (var result in results.Where(result => result.Status == TableCopyStatus.Failed)) CopyReport.WriteFailure(terminal, result);
        return results.All(result => result.Status is TableCopyStatus.Completed or TableCopyStatus.AlreadyCopied)
            ? ExitCode.Ok
            : ExitCode.Different;
    }

    /// <summary>Copies and adds each result as soon as it is known.</summary>
    public static async Task CollectAsync(
        TableCopyRequest request, ProgressView view, List<TableCopyResult> results, CancellationToken cancellationToken)
    {
        await foreach (var result in TableCopy.RunAsync(request, view, cancellationToken))
        {
            results.Add(result);
            view.Finished(CopyReport.Line(result));
        }
    }
}

using System.CommandLine;
using PgMigrate.Cli.Display;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Cli.Commands;

/// <summary><c>pgmigrate export</c>: writes a database into an archive.</summary>
internal sealed class ExportCommand : Command
{
    public ExportCommand(Terminal terminal)
        : base("export", "Writes a whole database into an archive or script, which pg_restore and psql read as well as 'pgmigrate import'.")
    {
        var options = new ExportOptions();
        options.AddTo(this);
        SetAction((parsed, cancellationToken) =>
        {
            var (chosen, request) = (options.Shared.Choose(terminal, parsed), options.Read(parsed));
            return options.Report.RunAsync(chosen, parsed, items => RunAsync(chosen, request, items, cancellationToken));
        });
    }

    private static async Task<int> RunAsync(Terminal terminal, DatabaseExportRequest request, List<object> items, CancellationToken cancellationToken)
    {
        DatabaseExportResult? result = null;
        try
        {
            await terminal.WatchAsync("Exporting the database", async view => result = await DatabaseExport.RunAsync(request, view, cancellationToken));
        }
        catch (OperationCanceledException) when (request.Format == ArchiveFormat.Directory)
        {
            terminal.Hint("What is written stays: 'pgmigrate export --resume' with the same arguments goes on.");
            throw;
        }

        items.Add(result!);
        ExportReport.Write(terminal, result!);
        return ExitCode.Ok;
    }
}

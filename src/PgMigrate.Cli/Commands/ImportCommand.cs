using System.CommandLine;
using PgMigrate.Cli.Display;

namespace PgMigrate.Cli.Commands;

/// <summary><c>pgmigrate import</c>: restores a database from an archive.</summary>
internal sealed class ImportCommand : Command
{
    public ImportCommand(Terminal terminal)
        : base("import", "Restores a database into PostgreSQL from an archive or script of pg_dump's or of 'pgmigrate export'.")
    {
        var options = new ImportOptions();
        options.AddTo(this);
        SetAction((parsed, cancellationToken) =>
        {
            var (chosen, request) = (options.Shared.Choose(terminal, parsed), options.Read(parsed));
            return options.Report.RunAsync(chosen, parsed, items => CloneRun.ExecuteAsync(chosen, Name, "Restoring the database", request, items, cancellationToken));
        });
    }
}

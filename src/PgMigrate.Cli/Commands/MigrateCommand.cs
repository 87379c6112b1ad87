using System.CommandLine;
using PgMigrate.Cli.Display;

namespace PgMigrate.Cli.Commands;

/// <summary><c>pgmigrate migrate</c>: copies tables.</summary>
internal sealed class MigrateCommand : Command
{
    public MigrateCommand(Terminal terminal)
        : base("migrate", "Copies the rows of tables into PostgreSQL; with --create-table the tables of a SQLite file too.")
    {
        var options = new CopyOptions();
        options.AddTo(this);
        SetAction((parsed, cancellationToken) =>
        {
            var (chosen, request) = (options.Shared.Choose(terminal, parsed), options.Read(parsed));
            return options.Report.RunAsync(chosen, parsed, items => CopyRun.ExecuteAsync(chosen, request, items, cancellationToken));
        });
    }
}

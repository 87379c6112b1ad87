using System.CommandLine;
using PgMigrate.Cli.Display;

namespace PgMigrate.Cli.Commands;

/// <summary><c>pgmigrate clone</c>: copies a whole database.</summary>
internal sealed class CloneCommand : Command
{
    public CloneCommand(Terminal terminal)
        : base("clone", "Copies a whole database into PostgreSQL: its schemas, types, functions, tables, rows and all that belongs to them.")
    {
        var options = new CloneOptions();
        options.AddTo(this);
        SetAction((parsed, cancellationToken) =>
        {
            var (chosen, request) = (options.Shared.Choose(terminal, parsed), options.Read(parsed));
            return options.Report.RunAsync(chosen, parsed, items => CloneRun.ExecuteAsync(chosen, Name, "Copying the database", request, items, cancellationToken));
        });
    }
}

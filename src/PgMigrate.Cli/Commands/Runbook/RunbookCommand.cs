using System.CommandLine;
using PgMigrate.Cli.Display;

namespace PgMigrate.Cli.Commands;

/// <summary><c>pgmigrate runbook</c>: whole migrations, from the assessment to the switch and back.</summary>
internal sealed class RunbookCommand : Command
{
    public RunbookCommand(Terminal terminal)
        : base("runbook", "Migrates a whole database: assesses, keeps, makes, copies, compares, switches, watches, accepts; goes on after an interruption, and goes back.")
    {
        Add(new StartRunbookCommand(terminal));
        Add(new ResumeRunbookCommand(terminal));
        Add(new ShowRunbooksCommand(terminal));
        Add(new UndoRunbookCommand(terminal));
    }
}

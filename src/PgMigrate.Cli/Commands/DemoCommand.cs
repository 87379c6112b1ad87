using System.CommandLine;
using PgMigrate.Cli.Demo;
using PgMigrate.Cli.Display;

namespace PgMigrate.Cli.Commands;

/// <summary><c>pgmigrate demo</c>: a whole migration in a temporary folder.</summary>
internal sealed class DemoCommand : Command
{
    public DemoCommand(Terminal terminal)
        : base("demo", "Moves a SQLite shop into a throw-away PostgreSQL, compares every row, switches a .env file, and removes it all.")
        => SetAction((_, cancellationToken) => DemoRun.ExecuteAsync(terminal, cancellationToken));
}

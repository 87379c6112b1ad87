using System.CommandLine;
using PgMigrate.Cli.Display;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Runbook;

namespace PgMigrate.Cli.Commands;

/// <summary><c>pgmigrate runbook show</c>.</summary>
internal sealed class ShowRunbooksCommand : Command
{
    private readonly EndpointArgument destination = new("destination", "The database that was migrated to.");
    private readonly Option<string?> source = new("--source") { Description = "The source, to count what was written to it since it was compared.", HelpName = "database" };
    private readonly Option<string?> journalPath = new("--journal-path") { Description = "The file that holds the journal; else the destination's schema pgmigrate does.", HelpName = "file" };

    public ShowRunbooksCommand(Terminal terminal)
        : base("show", "Tells how the migrations to a database stand, newest first.")
    {
        Add(destination);
        Add(source);
        Add(journalPath);
        SetAction((parsed, cancellationToken) => RunAsync(terminal, parsed, cancellationToken));
    }

    private async Task<int> RunAsync(Terminal terminal, ParseResult parsed, CancellationToken cancellationToken)
    {
        IReadOnlyList<DatabaseMigration> migrations = [];
        var from = parsed.GetValue(source) is { } text ? EndpointParser.Parse(text) : null;
        await terminal.WatchAsync("Reading the journal", async view => migrations = await MigrationRunbook.ListAsync(destination.Read(parsed), parsed.GetValue(journalPath), from, view, cancellationToken));
        if (migrations.Count == 0) terminal.Line("The journal remembers no migration.");
        foreach (var migration in migrations)
        {
            RunbookDisplay.Write(terminal, migration.Steps);
            RunbookDisplay.Write(terminal, migration);
            terminal.Line();
        }

        return ExitCode.Ok;
    }
}

using System.CommandLine;
using PgMigrate.Cli.Display;
using PgMigrate.Engine.Runbook;

namespace PgMigrate.Cli.Commands;

/// <summary><c>pgmigrate runbook undo</c>.</summary>
internal sealed class UndoRunbookCommand : Command
{
    private readonly EndpointArgument source = new("source", "The program's old database.");
    private readonly EndpointArgument destination = new("destination", "Its new one.");
    private readonly Option<bool> copyBack = new("--copy-back") { Description = "Bring what was written to the new database since the switch to the old one first." };
    private readonly Option<bool> force = new("--force") { Description = "Leave what was written since the switch, and go back over what was edited, and where the new database cannot be reached." };
    private readonly RunbookOptions options = new();

    public UndoRunbookCommand(Terminal terminal)
        : base("undo", "Gives the program its old database again, and frees that.")
    {
        Add(source);
        Add(destination);
        Add(copyBack);
        Add(force);
        options.AddTo(this);
        SetAction((parsed, cancellationToken) => RunAsync(options.Choose(terminal, parsed), Read(parsed), cancellationToken));
    }

    private static async Task<int> RunAsync(Terminal terminal, DatabaseMigrationUndoRequest request, CancellationToken cancellationToken)
    {
        DatabaseMigration? migration = null;
        await terminal.WatchAsync("Going back", async view => migration = await MigrationRunbook.UndoAsync(request, view, cancellationToken));
        RunbookDisplay.Write(terminal, migration!);
        return ExitCode.Ok;
    }

    private DatabaseMigrationUndoRequest Read(ParseResult parsed) => new()
    {
        Source = source.Read(parsed),
        Destination = destination.Read(parsed),
        Targets = options.Targets(parsed),
        JournalPath = options.JournalPath(parsed),
        CopyBack = parsed.GetValue(copyBack),
        Force = parsed.GetValue(force),
    };
}

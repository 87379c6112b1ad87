using System.CommandLine;
using PgMigrate.Cli.Display;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Runbook;

namespace PgMigrate.Cli.Commands;

/// <summary><c>pgmigrate runbook resume</c>.</summary>
internal sealed class ResumeRunbookCommand : Command
{
    private readonly EndpointArgument source = new("source", "The database that is migrated.");
    private readonly EndpointArgument destination = new("destination", "Where to.");
    private readonly Option<string?> application = new("--application-database") { Description = "The address of the destination that the program is given, where the migration was started with one.", HelpName = "database" };
    private readonly Option<bool> removeJournal = new("--remove-journal") { Description = "Remove the journal at the end; there is no runbook undo then." };
    private readonly PlanOptions settings = new(
        nameof(MigrationPlan.Skip), nameof(MigrationPlan.StopBefore), nameof(MigrationPlan.HealthUri), nameof(MigrationPlan.HealthTimeout), nameof(MigrationPlan.RollbackOnFailure), nameof(MigrationPlan.ReportPath),
        nameof(MigrationPlan.ThrottleLimit));

    private readonly RunbookOptions options = new();

    public ResumeRunbookCommand(Terminal terminal)
        : base("resume", "Goes on with a migration that was interrupted, stopped or failed, and exits with 1 where a step failed.")
    {
        Add(source);
        Add(destination);
        Add(application);
        settings.AddTo(this);
        Add(removeJournal);
        options.AddTo(this);
        SetAction((parsed, cancellationToken) =>
        {
            var request = Read(parsed);
            return RunbookDisplay.WatchAsync(options.Choose(terminal, parsed), (tell, view) => MigrationRunbook.ResumeAsync(request, tell, view, cancellationToken));
        });
    }

    private DatabaseMigrationRequest Read(ParseResult parsed)
    {
        var changes = settings.Read(parsed);
        return new()
        {
            Source = source.Read(parsed),
            Destination = destination.Read(parsed),
            ApplicationDatabase = parsed.GetValue(application) is { } text ? EndpointParser.Parse(text) : null,
            Targets = options.Targets(parsed),
            JournalPath = options.JournalPath(parsed),
            RemoveJournal = parsed.GetValue(removeJournal),
            Change = plan => plan.Apply(changes, "The command line", "."),
        };
    }
}

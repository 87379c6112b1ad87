using System.CommandLine;
using PgMigrate.Cli.Display;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Runbook;

namespace PgMigrate.Cli.Commands;

/// <summary><c>pgmigrate runbook start</c>.</summary>
internal sealed class StartRunbookCommand : Command
{
    private readonly Argument<string?> source = new("source") { Description = $"The database to migrate; else the plan names it. {EndpointArgument.Forms}", Arity = ArgumentArity.ZeroOrOne };
    private readonly Argument<string?> destination = new("destination") { Description = $"Where to; else the plan names it. {EndpointArgument.Forms}", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> plan = new("--plan") { Description = "A JSON file with these options by the names of Start-DatabaseMigration's parameters; the command line counts for more.", HelpName = "file" };
    private readonly Option<string?> application = new("--application-database") { Description = "The address of the destination that the program is given; the destination's own without it.", HelpName = "database" };
    private readonly Option<bool> restart = new("--restart") { Description = "Forget the unfinished migration between these ends, drop what it made and start anew." };
    private readonly Option<bool> removeJournal = new("--remove-journal") { Description = "Remove the journal at the end; there is no runbook undo then." };
    private readonly Option<bool> whatIf = new("--what-if") { Description = "Say what would be done, and do nothing." };
    private readonly PlanOptions settings = new();
    private readonly RunbookOptions options = new();

    public StartRunbookCommand(Terminal terminal)
        : base("start", "Migrates, step by step, and exits with 1 where a step failed.")
    {
        Add(source);
        Add(destination);
        Add(plan);
        Add(application);
        settings.AddTo(this);
        foreach (var option in new Option[] { restart, removeJournal, whatIf }) Add(option);
        options.AddTo(this);
        SetAction((parsed, cancellationToken) => RunAsync(options.Choose(terminal, parsed), Read(parsed), parsed.GetValue(whatIf), cancellationToken));
    }

    private static async Task<int> RunAsync(Terminal terminal, DatabaseMigrationRequest request, bool isWhatIf, CancellationToken cancellationToken)
    {
        if (!isWhatIf) return await RunbookDisplay.WatchAsync(terminal, (tell, view) => MigrationRunbook.StartAsync(request, tell, view, cancellationToken));
        IReadOnlyList<MigrationStep> steps = [];
        await terminal.WatchAsync("Looking at both ends", async view => steps = await MigrationRunbook.PlanAsync(request, view, cancellationToken));
        RunbookDisplay.Write(terminal, steps);
        return ExitCode.Ok;
    }

    private DatabaseMigrationRequest Read(ParseResult parsed)
    {
        var (ends, read) = (new PlanEnds(), new MigrationPlan());
        if (parsed.GetValue(plan) is { } file)
        {
            var path = Path.GetFullPath(file);
            var folder = Path.GetDirectoryName(path)!;
            (ends, var written) = PlanEnds.Take(PlanFile.Read(path), path, folder);
            read = read.Apply(written, path, folder);
        }

        return new()
        {
            Source = PlanEnds.Require(Named(parsed.GetValue(source)), ends.Source, nameof(ends.Source)),
            Destination = PlanEnds.Require(Named(parsed.GetValue(destination)), ends.Destination, nameof(ends.Destination)),
            ApplicationDatabase = Named(parsed.GetValue(application)) ?? ends.ApplicationDatabase,
            Plan = read.Apply(settings.Read(parsed), "The command line", "."),
            Targets = options.Targets(parsed),
            JournalPath = options.JournalPath(parsed),
            Restart = parsed.GetValue(restart),
            RemoveJournal = parsed.GetValue(removeJournal),
        };
    }

    private static DatabaseEndpoint? Named(string? text) => text is null ? null : EndpointParser.Parse(text);
}

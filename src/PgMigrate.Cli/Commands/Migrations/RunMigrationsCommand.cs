using System.CommandLine;
using PgMigrate.Cli.Display;
using PgMigrate.Engine.Supabase;

namespace PgMigrate.Cli.Commands;

/// <summary><c>pgmigrate migration up</c> and <c>down</c>.</summary>
internal sealed class RunMigrationsCommand : Command
{
    private readonly MigrationOptions options = new();
    private readonly bool isUndo;

    private readonly Option<string[]> version = new("--version") { Description = "Only these versions. May be repeated.", HelpName = "version" };
    private readonly Option<string?> to = new("--to") { Description = "Take back all down to this version, itself included.", HelpName = "version" };
    private readonly Option<bool> includeAll = new("--include-all") { Description = "Also files older than the last applied version." };
    private readonly Option<bool> includeSeed = new("--include-seed") { Description = "Run the seeds afterwards that were not run yet." };
    private readonly Option<bool> includeRole = new("--include-role") { Description = "Run roles.sql before." };

    private readonly Option<ObjectFailureAction> onError = new("--on-error")
    {
        Description = "After a file that fails: stop or continue with the next.",
        HelpName = "stop|continue",
    };

    private readonly ReportOption report = new();

    private readonly Option<bool> dryRun = new("--dry-run") { Description = "Show each file's statements, and run nothing." };

    public RunMigrationsCommand(string name, string description, bool isUndo, Terminal terminal)
        : base(name, description)
    {
        this.isUndo = isUndo;
        onError.AcceptNames();
        options.AddTo(this);
        Option[] own = isUndo ? [to, dryRun, report] : [version, includeAll, includeSeed, includeRole, onError, dryRun, report];
        foreach (var option in own) Add(option);
        Validators.Add(result =>
        {
            if (result.GetValue(dryRun) && result.GetValue(report) is { Length: > 0 }) result.AddError("--dry-run runs nothing that --report could tell of.");
        });
        SetAction((parsed, cancellationToken) =>
        {
            var chosen = options.Choose(terminal, parsed);
            return parsed.GetValue(dryRun)
                ? ShowAsync(chosen, parsed, cancellationToken)
                : report.RunAsync(chosen, parsed, items => RunAsync(chosen, parsed, items, cancellationToken));
        });
    }

    private async Task<int> RunAsync(Terminal terminal, ParseResult parsed, List<object> items, CancellationToken cancellationToken)
    {
        var results = new List<SupabaseMigrationResult>();
        try
        {
            await terminal.WatchAsync("Running SQL files", view => CollectAsync(parsed, view, results, cancellationToken));
        }
        finally
        {
            items.AddRange(results);
        }

        MigrationReport.Write(terminal, results);
        return results.Any(result => result.Status is SupabaseMigrationOutcome.Failed or SupabaseMigrationOutcome.NotRun) ? ExitCode.Different : ExitCode.Ok;
    }

    private async Task CollectAsync(ParseResult parsed, ProgressView view, List<SupabaseMigrationResult> results, CancellationToken cancellationToken)
    {
        await foreach (var result in MigrationRun.RunAsync(Read(parsed, view), _ => new(true), view, cancellationToken))
        {
            results.Add(result);
            view.Finished($"{result.File}: {result.Status}");
        }
    }

    private async Task<int> ShowAsync(Terminal terminal, ParseResult parsed, CancellationToken cancellationToken)
    {
        IReadOnlyList<SupabaseMigrationStep> steps = [];
        await terminal.WatchAsync("Reading the history", async view => steps = await MigrationRun.PlanAsync(Read(parsed, view), view, cancellationToken));
        MigrationReport.Write(terminal, steps);
        return ExitCode.Ok;
    }

    private MigrationRunRequest Read(ParseResult parsed, IMigrationObserver observer)
    {
        var request = new MigrationRunRequest { Database = options.ReadDatabase(parsed, observer), Path = options.ReadPath(parsed) };
        if (isUndo) return request with { Undo = true, Versions = parsed.GetValue(to) is { } lowest ? [lowest] : [] };
        return request with
        {
            Versions = parsed.GetValue(version) ?? [],
            IncludeAll = parsed.GetValue(includeAll),
            IncludeSeeds = parsed.GetValue(includeSeed),
            IncludeRoles = parsed.GetValue(includeRole),
            OnError = parsed.GetValue(onError),
        };
    }
}

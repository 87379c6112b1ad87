using System.CommandLine;
using PgMigrate.Cli.Display;
using PgMigrate.Engine.Supabase;

namespace PgMigrate.Cli.Commands;

/// <summary><c>pgmigrate migration repair</c>.</summary>
internal sealed class RepairMigrationsCommand : Command
{
    private readonly MigrationOptions options = new();

    private readonly Argument<string[]> versions = new("version") { Description = "The versions to record or to take out.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<bool> all = new("--all") { Description = "Empty the history first; as applied, all files are recorded then." };

    private readonly Option<SupabaseRepairStatus> status = new("--status")
    {
        Description = "What the history shall say: applied or reverted.",
        HelpName = "applied|reverted",
        Required = true,
    };

    public RepairMigrationsCommand(Terminal terminal)
        : base("repair", "Mends the history without running anything.")
    {
        status.AcceptNames();
        Add(versions);
        options.AddTo(this);
        foreach (var option in new Option[] { all, status }) Add(option);
        Validators.Add(result =>
        {
            var named = result.GetValue(versions) is { Length: > 0 };
            if (named == result.GetValue(all)) result.AddError("Name versions, or say --all.");
        });
        SetAction((parsed, cancellationToken) => RunAsync(options.Choose(terminal, parsed), parsed, cancellationToken));
    }

    private async Task<int> RunAsync(Terminal terminal, ParseResult parsed, CancellationToken cancellationToken)
    {
        IReadOnlyList<SupabaseMigrationRepair> changes = [];
        await terminal.WatchAsync("Mending the history", async view => changes = await MigrationRepair.RunAsync(Read(parsed, view), view, cancellationToken));
        foreach (var change in changes) terminal.Line(change.ToString());
        return ExitCode.Ok;
    }

    private MigrationRepairRequest Read(ParseResult parsed, IMigrationObserver observer) => new()
    {
        Database = options.ReadDatabase(parsed, observer),
        Path = options.ReadPath(parsed),
        Versions = parsed.GetValue(versions) ?? [],
        Status = parsed.GetValue(status),
    };
}

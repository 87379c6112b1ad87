using System.CommandLine;
using PgMigrate.Cli.Display;
using PgMigrate.Engine.Switching;

namespace PgMigrate.Cli.Commands;

/// <summary><c>pgmigrate switch</c>: switches a program's database in .env files and at its host.</summary>
internal sealed class SwitchCommand : Command
{
    private readonly EndpointArgument database = new("database", "The database to switch to.");
    private readonly SwitchPlaceOptions places = new();
    private readonly Option<DatabaseUrlDialect?> dialect = new("--dialect") { Description = "The form to write; the one that stands there without it.", HelpName = "dialect" };
    private readonly Option<bool> gitHubOutput = new("--github-output") { Description = "Make the URL an output of this step of GitHub Actions too." };
    private readonly Option<bool> skipConnectionTest = new("--skip-connection-test") { Description = "Do not connect to the database first." };
    private readonly Option<bool> force = new("--force") { Description = "Switch a file that by its name is a template." };

    public SwitchCommand(Terminal terminal)
        : base("switch", "Switches a program's database in .env files and at its host, and exits with 1 where a place is left switched, or nobody knows, after a failure.")
    {
        dialect.AcceptNames();
        Add(database);
        places.AddTo(this);
        foreach (var option in new Option[] { dialect, gitHubOutput, skipConnectionTest, force }) Add(option);
        SetAction((parsed, cancellationToken) => RunAsync(places.IsVerbose(parsed) ? terminal.Talkative() : terminal, Read(parsed), cancellationToken));
    }

    private static async Task<int> RunAsync(Terminal terminal, DatabaseUrlSwitchRequest request, CancellationToken cancellationToken)
    {
        IReadOnlyList<DatabaseUrlSwitch> records = [];
        await terminal.WatchAsync("Switching", async view => records = await DatabaseUrlSwitching.SwitchAsync(request, view, cancellationToken));
        return SwitchReport.Write(terminal, records);
    }

    private DatabaseUrlSwitchRequest Read(ParseResult parsed) => new()
    {
        Database = database.Read(parsed),
        Targets = places.Read(parsed, parsed.GetValue(gitHubOutput) ? [SwitchTargets.Parse(nameof(SwitchTargetKind.GitHubOutput))] : []),
        Name = places.Name(parsed),
        Dialect = parsed.GetValue(dialect),
        TestConnection = !parsed.GetValue(skipConnectionTest),
        Force = parsed.GetValue(force),
        WhatIf = places.IsWhatIf(parsed),
        JournalPath = places.JournalPath(parsed),
        DeployTimeout = places.DeployTimeout(parsed),
    };
}

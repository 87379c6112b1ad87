using System.CommandLine;
using PgMigrate.Cli.Display;
using PgMigrate.Engine.Switching;

namespace PgMigrate.Cli.Commands;

/// <summary><c>pgmigrate restore-url</c>: the way back from <c>pgmigrate switch</c>.</summary>
internal sealed class RestoreUrlCommand : Command
{
    private readonly SwitchPlaceOptions places = new();
    private readonly Option<int?> steps = new("--steps") { Description = "How many switches to take back; one without it.", HelpName = "number" };
    private readonly Option<bool> force = new("--force") { Description = "Go back over what was changed since the switch." };

    public RestoreUrlCommand(Terminal terminal)
        : base("restore-url", "Gives .env files and hosts what they said before a switch, byte for byte.")
    {
        steps.AcceptPositive();
        places.AddTo(this);
        Add(steps);
        Add(force);
        SetAction((parsed, cancellationToken) => RunAsync(places.IsVerbose(parsed) ? terminal.Talkative() : terminal, Read(parsed), cancellationToken));
    }

    private static async Task<int> RunAsync(Terminal terminal, DatabaseUrlRestoreRequest request, CancellationToken cancellationToken)
    {
        IReadOnlyList<DatabaseUrlSwitch> records = [];
        await terminal.WatchAsync("Going back", async view => records = await DatabaseUrlSwitching.RestoreAsync(request, view, cancellationToken));
        return SwitchReport.Write(terminal, records);
    }

    private DatabaseUrlRestoreRequest Read(ParseResult parsed) => new()
    {
        Targets = places.Read(parsed),
        Name = places.Name(parsed),
        Steps = parsed.GetValue(steps) ?? 1,
        Force = parsed.GetValue(force),
        WhatIf = places.IsWhatIf(parsed),
        JournalPath = places.JournalPath(parsed),
        DeployTimeout = places.DeployTimeout(parsed),
    };
}

using System.CommandLine;
using PgMigrate.Engine.Switching;

namespace PgMigrate.Cli.Commands;

/// <summary>The places of a switch, and how it is done: what the switch and the way back share.</summary>
internal sealed class SwitchPlaceOptions
{
    private readonly Argument<string[]> path = new("file") { Description = "The .env files; .env where no place is named.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string> name = new("--name") { Description = "The variable.", HelpName = "name", DefaultValueFactory = _ => "DATABASE_URL" };
    private readonly HostPlaceOptions hosts = new();
    private readonly Option<int> deployTimeout = new("--deploy-timeout") { Description = "How long a deploy may take.", HelpName = "seconds", DefaultValueFactory = _ => 900 };
    private readonly Option<string?> journalPath = new("--journal-path") { Description = "The journal of the places that are no files.", HelpName = "file" };
    private readonly Option<bool> whatIf = new("--what-if") { Description = "Say what would be done, and do nothing." };
    private readonly Option<bool> verbose = new("--verbose") { Description = "Say what is done and why, on the standard error." };

    public SwitchPlaceOptions() => deployTimeout.AcceptSeconds(1);

    public void AddTo(Command command)
    {
        command.Add(path);
        command.Add(name);
        hosts.AddTo(command);
        foreach (var option in new Option[] { deployTimeout, journalPath, whatIf, verbose }) command.Add(option);
    }

    public string Name(ParseResult parsed) => parsed.GetValue(name)!;

    public bool IsWhatIf(ParseResult parsed) => parsed.GetValue(whatIf);

    public bool IsVerbose(ParseResult parsed) => parsed.GetValue(verbose);

    public string? JournalPath(ParseResult parsed) => parsed.GetValue(journalPath);

    public TimeSpan DeployTimeout(ParseResult parsed) => TimeSpan.FromSeconds(parsed.GetValue(deployTimeout));

    /// <summary>The places that were named; .env where none was.</summary>
    public IReadOnlyList<SwitchTarget> Read(ParseResult parsed, params SwitchTarget[] others)
    {
        var places = new List<SwitchTarget>((parsed.GetValue(path) ?? []).Select(SwitchTargets.File));
        places.AddRange(hosts.Read(parsed));
        places.AddRange(others);
        return places.Count > 0 ? places : [SwitchTargets.File(".env")];
    }
}

using System.CommandLine;
using PgMigrate.Cli.Display;

namespace PgMigrate.Cli.Commands;

/// <summary>What every command about whole migrations takes: the journal, the places at hosts, and how much is said.</summary>
internal sealed class RunbookOptions
{
    private readonly HostPlaceOptions hosts = new();
    private readonly Option<string?> journalPath = new("--journal-path") { Description = "The file that holds the journal; else the destination's schema pgmigrate does.", HelpName = "file" };
    private readonly Option<bool> verbose = new("--verbose") { Description = "Say what is done and why, on the standard error." };

    public void AddTo(Command command)
    {
        hosts.AddTo(command);
        command.Add(journalPath);
        command.Add(verbose);
    }

    public Terminal Choose(Terminal terminal, ParseResult parsed) => parsed.GetValue(verbose) ? terminal.Talkative() : terminal;

    public string? JournalPath(ParseResult parsed) => parsed.GetValue(journalPath);

    public IReadOnlyList<SwitchTarget> Targets(ParseResult parsed) => hosts.Read(parsed);
}

using System.CommandLine;
using PgMigrate.Cli.Display;
using PgMigrate.Engine.Connections;

namespace PgMigrate.Cli.Commands;

/// <summary>Where a project's SQL files are, and where its database is.</summary>
internal sealed class MigrationOptions
{
    private readonly Option<string> path = new("--path")
    {
        Description = "The project's folder, or the folder of its migrations; by default this one.",
        HelpName = "folder",
        DefaultValueFactory = _ => ".",
    };

    private readonly Option<string?> database = new("--database")
    {
        Description = "The database. Without it DATABASE_URL of the environment, of .env or of .env.secrets. " + EndpointArgument.Forms,
        HelpName = "database",
    };

    private readonly Option<bool> verbose = new("--verbose") { Description = "Say what is done and why, on the standard error." };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { path, database, verbose }) command.Add(option);
    }

    public Terminal Choose(Terminal terminal, ParseResult parsed) => parsed.GetValue(verbose) ? terminal.Talkative() : terminal;

    public string ReadPath(ParseResult parsed) => Path.GetFullPath(parsed.GetValue(path)!);

    public DatabaseEndpoint ReadDatabase(ParseResult parsed, IMigrationObserver observer)
        => parsed.GetValue(database) is { } named ? EndpointParser.Parse(named) : DatabaseUrlSearch.Find(Environment.CurrentDirectory, observer);
}

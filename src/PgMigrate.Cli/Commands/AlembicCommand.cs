using System.CommandLine;
using PgMigrate.Cli.Display;
using PgMigrate.Engine.Alembic;
using PgMigrate.Engine.Connections;

namespace PgMigrate.Cli.Commands;

/// <summary><c>pgmigrate alembic</c>: runs a project's own Alembic against a database.</summary>
internal sealed class AlembicCommand : Command
{
    private readonly EndpointArgument database = new("database", "The database to upgrade.");
    private readonly Option<string> path = new("--path") { Description = "The folder with alembic.ini.", HelpName = "folder", DefaultValueFactory = _ => "." };
    private readonly Option<string?> source = new("--source") { Description = $"The database to compare revisions with. {EndpointArgument.Forms}", HelpName = "database" };
    private readonly Option<string?> revision = new("--revision") { Description = "The revision to upgrade to; all heads without it.", HelpName = "revision" };

    private readonly Option<string> variable = new("--variable")
    {
        Description = "The environment variable from which env.py takes the URL.",
        HelpName = "name",
        DefaultValueFactory = _ => "DATABASE_URL",
    };

    private readonly Option<DatabaseUrlDialect?> dialect = new("--dialect") { Description = "The form in which the project wants the URL.", HelpName = "dialect" };
    private readonly Option<string?> alembicPath = new("--alembic-path") { Description = "The program, where it is not the project's own.", HelpName = "file" };
    private readonly Option<string[]> argument = new("--argument") { Description = "An argument before Alembic's command. May be repeated.", HelpName = "text" };

    private readonly Option<string> versionTable = new("--version-table")
    {
        Description = "The table with the revisions, where env.py names another one.",
        HelpName = "name",
        DefaultValueFactory = _ => "alembic_version",
    };

    private readonly Option<bool> force = new("--force") { Description = "Go on where Alembic does not say which database it connects to." };
    private readonly ReportOption report = new();
    private readonly Option<bool> verbose = new("--verbose") { Description = "Show what Alembic says, on the standard error." };

    public AlembicCommand(Terminal terminal)
        : base("alembic", "Runs a project's own Alembic against a database, and exits with 1 where the source is at other revisions.")
    {
        dialect.AcceptNames();
        Add(database);
        foreach (var option in new Option[] { path, source, revision, variable, dialect, alembicPath, argument, versionTable, force, report, verbose }) Add(option);
        SetAction((parsed, cancellationToken) =>
        {
            var (chosen, request) = (parsed.GetValue(verbose) ? terminal.Talkative() : terminal, Read(parsed));
            return report.RunAsync(chosen, parsed, items => RunAsync(chosen, request, items, cancellationToken));
        });
    }

    private static async Task<int> RunAsync(Terminal terminal, AlembicRequest request, List<object> items, CancellationToken cancellationToken)
    {
        AlembicMigrationResult? result = null;
        await terminal.WatchAsync("Running Alembic", async view => result = await AlembicMigration.Open(request, view).RunAsync(cancellationToken));
        items.Add(result!);
        terminal.Line($"{result!.Database} is at {Show(result.Revisions)}; it was at {Show(result.RevisionsBefore)}.");
        if (result.SourceRevisions is { } revisions) terminal.Line($"The source is at {Show(revisions)}.");
        return result.IsMatch == false ? ExitCode.Different : ExitCode.Ok;
    }

    private static string Show(IReadOnlyList<string> revisions) => revisions.Count == 0 ? "no revision" : string.Join(", ", revisions);

    private AlembicRequest Read(ParseResult parsed) => new()
    {
        Database = database.Read(parsed),
        Source = parsed.GetValue(source) is { } text ? EndpointParser.Parse(text) : null,
        Path = parsed.GetValue(path)!,
        Revision = parsed.GetValue(revision),
        Variable = parsed.GetValue(variable)!,
        Dialect = parsed.GetValue(dialect),
        ProgramPath = parsed.GetValue(alembicPath) is { } file ? Path.GetFullPath(file) : null,
        Arguments = parsed.GetValue(argument) ?? [],
        VersionTable = parsed.GetValue(versionTable)!,
        Force = parsed.GetValue(force),
    };
}

using System.CommandLine;
using PgMigrate.Cli.Demo;
using PgMigrate.Cli.Display;
using PgMigrate.Engine.Sandbox;

namespace PgMigrate.Cli.Commands;

/// <summary><c>pgmigrate demo</c>: a whole migration in a temporary folder.</summary>
internal sealed class DemoCommand : Command
{
    private readonly Option<string?> file = new("--file") { Description = "Only make the shop's SQLite file here, to try things with." };

    public DemoCommand(Terminal terminal)
        : base("demo", "Moves a SQLite shop into a throw-away PostgreSQL, compares every row, switches a .env file, and removes it all.")
    {
        Add(file);
        SetAction((parsed, cancellationToken) => parsed.GetValue(file) is { } path
            ? MakeFileAsync(path, cancellationToken)
            : DemoRun.ExecuteAsync(terminal, cancellationToken));
    }

    private static async Task<int> MakeFileAsync(string path, CancellationToken cancellationToken)
    {
        await DemoDatabase.CreateAsync(path, cancellationToken);
        return ExitCode.Ok;
    }
}

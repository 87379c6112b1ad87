using System.CommandLine;
using PgMigrate.Cli.Demo;
using PgMigrate.Cli.Display;
using PgMigrate.Engine.Sandbox;

namespace PgMigrate.Cli.Commands;

/// <summary><c>pgmigrate demo</c>: a whole migration in a temporary folder.</summary>
internal sealed class DemoCommand : Command
{
    private readonly Option<string?> file = new("--file") { Description = "Only make the shop's SQLite file here, to try things with." };
    private readonly ReportOption report = new();

    public DemoCommand(Terminal terminal)
        : base("demo", "Moves a SQLite shop into a throw-away PostgreSQL, compares every row, switches a .env file, and removes it all.")
    {
        Add(file);
        Add(report);
        Validators.Add(result =>
        {
            if (result.GetValue(file) is not null && result.GetValue(report) is { Length: > 0 }) result.AddError("--file only makes a file, of which --report can't tell.");
        });
        SetAction((parsed, cancellationToken) => parsed.GetValue(file) is { } path
            ? MakeFileAsync(path, cancellationToken)
            : report.RunAsync(terminal, parsed, items => DemoRun.ExecuteAsync(terminal, items, isReported: report.IsGiven(parsed), cancellationToken), DemoRun.Title));
    }

    private static async Task<int> MakeFileAsync(string path, CancellationToken cancellationToken)
    {
        await DemoDatabase.CreateAsync(path, cancellationToken);
        return ExitCode.Ok;
    }
}

using System.CommandLine;
using System.CommandLine.Parsing;
using PgMigrate.Cli.Display;
using PgMigrate.Engine.Reports;
using Report = PgMigrate.Engine.Reports.MigrationReport;

namespace PgMigrate.Cli.Commands;

/// <summary><c>--report</c>: files to write what a command found and did into, in the form that each one's ending tells.</summary>
internal sealed class ReportOption : Option<string[]>
{
    public ReportOption()
        : base("--report")
    {
        Description = "Write a report into this file, in the form that its ending tells: .html, .json, .xml (JUnit) or .md. One that is there is replaced. May be repeated.";
        HelpName = "file";
        // What can't be written is told before hours of work, not after them.
        Validators.Add(Check);
    }

    /// <summary>Whether a report was asked for.</summary>
    public bool IsGiven(ParseResult parsed) => Paths(parsed).Length > 0;

    /// <summary>Runs the work and writes what it has gathered, also where it failed: a report of an earlier run must not stand for this one.</summary>
    /// <param name="terminal">Shows where the reports are.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="work">Adds its records to the list, and returns the exit code.</param>
    /// <param name="title">The report's title; the command's name if not said.</param>
    public async Task<int> RunAsync(Terminal terminal, ParseResult parsed, Func<List<object>, Task<int>> work, string? title = null)
    {
        var items = new List<object>();
        var name = NameOf(parsed.CommandResult.Command);
        title ??= $"Report of {name}";
        int exitCode;
        try
        {
            exitCode = await work(items);
        }
        catch (Exception failure) when (failure is MigrationException or OperationCanceledException)
        {
            items.Add(ReportWords.Of(failure, name));
            await WriteAfterFailureAsync(terminal, Paths(parsed), items, title);
            throw;
        }

        if (items.Count == 0) items.Add(ReportWords.Nothing(name));
        await WriteAsync(terminal, Paths(parsed), items, title);
        return exitCode;
    }

    /// <summary>The failure itself is what the user must hear of; that its report could not be written comes before it.</summary>
    private static async Task WriteAfterFailureAsync(Terminal terminal, string[] paths, List<object> items, string title)
    {
        try
        {
            await WriteAsync(terminal, paths, items, title);
        }
        catch (MigrationException failure)
        {
            terminal.Error(failure);
        }
    }

    /// <summary>The work is done, or cannot go on: Ctrl+C does not keep its report from being written.</summary>
    private static async Task WriteAsync(Terminal terminal, string[] paths, List<object> items, string title)
    {
        foreach (var path in paths)
        {
            var request = new MigrationReportRequest { Path = path, Items = ReportWords.Translate(items), Title = title, Force = true };
            terminal.Line($"Report: {await Report.WriteAsync(request, CancellationToken.None)}");
        }
    }

    private string[] Paths(ParseResult parsed) => parsed.GetValue(this) ?? [];

    private void Check(OptionResult result)
    {
        foreach (var path in result.Tokens.Select(token => token.Value))
        {
            try
            {
                Report.RequireForm(path);
                if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder)) result.AddError($"{Name}: there is no folder '{folder}'.");
            }
            catch (MigrationException failure)
            {
                result.AddError($"{Name}: {failure.Message} {failure.Remedy}");
            }
        }
    }

    private static string NameOf(Command command)
        => command.Parents.OfType<Command>().FirstOrDefault() is { } parent and not RootCommand ? $"{NameOf(parent)} {command.Name}" : $"pgmigrate {command.Name}";
}

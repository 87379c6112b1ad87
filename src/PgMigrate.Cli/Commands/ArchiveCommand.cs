using System.CommandLine;
using PgMigrate.Cli.Display;
using PgMigrate.Engine.Archives;

namespace PgMigrate.Cli.Commands;

/// <summary><c>pgmigrate archive</c>: tells what is in an archive.</summary>
internal sealed class ArchiveCommand : Command
{
    private readonly ArchiveArgument archive = new();

    private readonly Option<bool> list = new("--list") { Description = "List the entries, one a line, as import --list takes them." };

    private readonly Option<int?> entry = new("--entry")
    {
        Description = "Write the definition, or the rows, of the entry of this number.",
        HelpName = "number",
    };

    private readonly Option<string?> output = new("--output") { Description = "With --entry: write into this file.", HelpName = "file" };

    public ArchiveCommand(Terminal terminal)
        : base("archive", "Tells what is in an archive or script, or gives one entry's definition or rows.")
    {
        Add(archive);
        entry.AcceptPositive();
        foreach (var option in new Option[] { list, entry, output }) Add(option);
        Validators.Add(result =>
        {
            if (result.GetValue(list) && result.GetValue(entry) is not null) result.AddError("--list and --entry contradict each other.");
            if (result.GetValue(output) is not null && result.GetValue(entry) is null) result.AddError("--output is about --entry.");
        });
        SetAction((parsed, cancellationToken) => RunAsync(terminal, parsed, cancellationToken));
    }

    private async Task<int> RunAsync(Terminal terminal, ParseResult parsed, CancellationToken cancellationToken)
    {
        var path = archive.PathOf(parsed);
        if (parsed.GetValue(entry) is { } number) await ExtractAsync(path, number, parsed.GetValue(output), cancellationToken);
        else if (!parsed.GetValue(list)) ExportReport.Write(terminal, await ArchiveListing.ReadAsync(path, cancellationToken));
        else foreach (var one in await ArchiveListing.ReadEntriesAsync(path, cancellationToken)) Console.WriteLine(one.ListLine);
        return ExitCode.Ok;
    }

    /// <summary>Rows are written as they are: a terminal's width is nothing to them.</summary>
    private static async Task ExtractAsync(string path, int number, string? file, CancellationToken cancellationToken)
    {
        if (file is not null)
        {
            await ArchiveListing.ExtractAsync(path, number, Path.GetFullPath(file), cancellationToken);
            return;
        }

        await foreach (var line in ArchiveListing.ReadLinesAsync(path, number, cancellationToken)) Console.WriteLine(line);
    }
}

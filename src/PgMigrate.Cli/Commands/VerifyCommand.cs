using System.CommandLine;
using PgMigrate.Cli.Display;
using PgMigrate.Engine.Integrity;

namespace PgMigrate.Cli.Commands;

/// <summary><c>pgmigrate verify</c>: compares both ends, row by row and object by object.</summary>
internal sealed class VerifyCommand : Command
{
    private readonly EndpointArgument source = new("source", "The database that was copied from.");
    private readonly EndpointArgument destination = new("destination", "The database that was copied to.");
    private readonly SharedOptions shared = new();
    private readonly DestinationSchemaOption destinationSchema = new();
    private readonly VerifyOptions options = new();

    public VerifyCommand(Terminal terminal)
        : base("verify", "Compares every row and object of both ends, says what differs, and exits with 1 where anything does.")
    {
        Add(source);
        Add(destination);
        shared.AddTo(this);
        Add(destinationSchema);
        options.AddTo(this);
        SetAction((parsed, cancellationToken) => RunAsync(shared.Choose(terminal, parsed), parsed, cancellationToken));
    }

    /// <summary>Compares, and tells each table's outcome as soon as it is known.</summary>
    /// <returns>What differs between the objects.</returns>
    public static async Task<IReadOnlyList<SchemaDifference>> CollectAsync(IntegrityTest test, ProgressView view, CancellationToken cancellationToken)
    {
        var differences = new List<SchemaDifference>();
        await foreach (var record in test.RunAsync(cancellationToken))
        {
            if (record is TableIntegrity table) view.Finished(IntegrityReport.Line(table));
            else if (record is SchemaDifference difference) differences.Add(difference);
        }

        return differences;
    }

    private async Task<int> RunAsync(Terminal terminal, ParseResult parsed, CancellationToken cancellationToken)
    {
        var request = Read(parsed);
        IReadOnlyList<SchemaDifference> differences = [];
        IntegrityTest test = null!;
        await terminal.WatchAsync("Comparing both ends", async view => differences = await CollectAsync(test = new(request, view), view, cancellationToken));
        IntegrityReport.Write(terminal, test, differences);
        if (parsed.GetValue(options.RepairScript) is { } path)
        {
            var lines = RepairScript.Of(test.Tables);
            await File.WriteAllLinesAsync(path, lines, cancellationToken);
            terminal.Line(lines.Count == 0 ? $"There is nothing to repair: {path} is empty." : $"Statements that would repair the destination's rows are in {path}. Read them before you run them.");
        }

        return test.Verdict.IsMatch ? ExitCode.Ok : ExitCode.Different;
    }

    private IntegrityRequest Read(ParseResult parsed)
    {
        var rows = new RowComparisonRequest
        {
            Source = source.Read(parsed),
            Destination = destination.Read(parsed),
            Selection = shared.ReadSelection(parsed),
            DestinationSchema = parsed.GetValue(destinationSchema),
            IdentifierCase = parsed.GetValue(shared.IdentifierCase),
        };
        return options.Apply(new() { Rows = parsed.GetValue(shared.Jobs) is { } jobs ? rows with { ThrottleLimit = jobs } : rows }, parsed);
    }
}

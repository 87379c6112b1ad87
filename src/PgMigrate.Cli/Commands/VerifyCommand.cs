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
    private readonly ReportOption report = new();

    public VerifyCommand(Terminal terminal)
        : base("verify", "Compares every row and object of both ends, says what differs, and exits with 1 where anything does.")
    {
        Add(source);
        Add(destination);
        shared.AddTo(this);
        Add(destinationSchema);
        options.AddTo(this);
        Add(report);
        SetAction((parsed, cancellationToken) =>
        {
            var (chosen, request) = (shared.Choose(terminal, parsed), Read(parsed));
            return report.RunAsync(chosen, parsed, items => RunAsync(chosen, request, parsed.GetValue(options.RepairScript), items, cancellationToken));
        });
    }

    /// <summary>Compares, tells each table's outcome as soon as it is known, and gathers what was found, with the verdict at the end.</summary>
    public static async Task CollectAsync(IntegrityTest test, ProgressView view, List<object> items, CancellationToken cancellationToken)
    {
        await foreach (var record in test.RunAsync(cancellationToken))
        {
            items.Add(record);
            if (record is TableIntegrity table) view.Finished(IntegrityReport.Line(table));
        }

        items.Add(test.Verdict);
    }

    private static async Task<int> RunAsync(Terminal terminal, IntegrityRequest request, string? repairScript, List<object> items, CancellationToken cancellationToken)
    {
        IntegrityTest test = null!;
        await terminal.WatchAsync("Comparing both ends", view => CollectAsync(test = new(request, view), view, items, cancellationToken));
        IntegrityReport.Write(terminal, test, [.. items.OfType<SchemaDifference>()]);
        if (repairScript is not null)
        {
            var lines = RepairScript.Of(test.Tables);
            await File.WriteAllLinesAsync(repairScript, lines, cancellationToken);
            terminal.Line(lines.Count == 0 ? $"There is nothing to repair: {repairScript} is empty." : $"Statements that would repair the destination's rows are in {repairScript}. Read them before you run them.");
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

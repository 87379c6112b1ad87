using System.CommandLine;
using PgMigrate.Cli.Display;
using PgMigrate.Engine.Integrity;

namespace PgMigrate.Cli.Commands;

/// <summary><c>pgmigrate verify</c>: compares the rows of both ends.</summary>
internal sealed class VerifyCommand : Command
{
    private readonly EndpointArgument source = new("source", "The database that was copied from.");
    private readonly EndpointArgument destination = new("destination", "The database that was copied to.");
    private readonly SharedOptions shared = new();
    private readonly DestinationSchemaOption destinationSchema = new();
    private readonly VerifyOptions options = new();
    private readonly ReportOption report = new();

    public VerifyCommand(Terminal terminal)
        : base("verify", "Compares every row of both ends, says which differ, and exits with 1 where any does.")
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

    /// <summary>Compares and adds each table's outcome as soon as it is known.</summary>
    public static async Task CollectAsync(
        RowComparisonRequest request, ProgressView view, IntegrityTally tally, CancellationToken cancellationToken)
    {
        await foreach (var table in RowComparison.RunAsync(request, view, cancellationToken))
        {
            tally.Add(table);
            view.Finished(IntegrityReport.Line(table));
        }
    }

    private static async Task<int> RunAsync(
        Terminal terminal, RowComparisonRequest request, string? repairScript, List<object> items, CancellationToken cancellationToken)
    {
        var tally = new IntegrityTally(request);
        try
        {
            await terminal.WatchAsync("Comparing every row", view => CollectAsync(request, view, tally, cancellationToken));
        }
        finally
        {
            items.AddRange(tally.Tables);
        }

        items.Add(tally.Verdict);
        IntegrityReport.Write(terminal, tally.Tables);
        if (repairScript is not null)
        {
            var lines = RepairScript.Of(tally.Tables);
            await File.WriteAllLinesAsync(repairScript, lines, cancellationToken);
            terminal.Line(lines.Count == 0 ? $"There is nothing to repair: {repairScript} is empty." : $"Statements that would repair the destination are in {repairScript}. Read them before you run them.");
        }

        return tally.Verdict.IsMatch ? ExitCode.Ok : ExitCode.Different;
    }

    private RowComparisonRequest Read(ParseResult parsed)
    {
        var request = new RowComparisonRequest
        {
            Source = source.Read(parsed),
            Destination = destination.Read(parsed),
            Selection = shared.ReadSelection(parsed),
            DestinationSchema = parsed.GetValue(destinationSchema),
            IdentifierCase = parsed.GetValue(shared.IdentifierCase),
        };
        request = options.Apply(request, parsed);
        return parsed.GetValue(shared.Jobs) is { } jobs ? request with { ThrottleLimit = jobs } : request;
    }
}

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

    public VerifyCommand(Terminal terminal)
        : base("verify", "Compares every row of both ends, says which differ, and exits with 1 where any does.")
    {
        Add(source);
        Add(destination);
        shared.AddTo(this);
        Add(destinationSchema);
        options.AddTo(this);
        SetAction((parsed, cancellationToken) => RunAsync(shared.Choose(terminal, parsed), parsed, cancellationToken));
    }

    /// <summary>Compares and adds each table's outcome as soon as it is known.</summary>
    public static async Task CollectAsync(
        RowComparisonRequest request, ProgressView view, List<TableIntegrity> tables, CancellationToken cancellationToken)
    {
        await foreach (var table in RowComparison.RunAsync(request, view, cancellationToken))
        {
            tables.Add(table);
            view.Finished(IntegrityReport.Line(table));
        }
    }

    private async Task<int> RunAsync(Terminal terminal, ParseResult parsed, CancellationToken cancellationToken)
    {
        var request = Read(parsed);
        var tables = new List<TableIntegrity>();
        await terminal.WatchAsync("Comparing every row", view => CollectAsync(request, view, tables, cancellationToken));
        IntegrityReport.Write(terminal, tables);
        if (parsed.GetValue(options.RepairScript) is { } path)
        {
            var lines = RepairScript.Of(tables);
            await File.WriteAllLinesAsync(path, lines, cancellationToken);
            terminal.Line(lines.Count == 0 ? $"There is nothing to repair: {path} is empty." : $"Statements that would repair the destination are in {path}. Read them before you run them.");
        }

        return tables.All(table => table.IsMatch) ? ExitCode.Ok : ExitCode.Different;
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

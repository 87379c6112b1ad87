using System.CommandLine;
using PgMigrate.Cli.Display;
using PgMigrate.Engine.Integrity;

namespace PgMigrate.Cli.Commands;

/// <summary><c>pgmigrate verify</c>: compares every row of both ends.</summary>
internal sealed class VerifyCommand : Command
{
    private readonly EndpointArgument source = new("source", "The database that was copied from.");
    private readonly EndpointArgument destination = new("destination", "The database that was copied to.");
    private readonly SharedOptions shared = new();
    private readonly DestinationSchemaOption destinationSchema = new();

    public VerifyCommand(Terminal terminal)
        : base("verify", "Compares every row of both ends, and exits with 1 where they differ.")
    {
        Add(source);
        Add(destination);
        shared.AddTo(this);
        Add(destinationSchema);
        SetAction((parsed, cancellationToken) => RunAsync(shared.Choose(terminal, parsed), Read(parsed), cancellationToken));
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

    private static async Task<int> RunAsync(Terminal terminal, RowComparisonRequest request, CancellationToken cancellationToken)
    {
        var tables = new List<TableIntegrity>();
        await terminal.WatchAsync("Comparing every row", view => CollectAsync(request, view, tables, cancellationToken));
        IntegrityReport.Write(terminal, tables);
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
        return parsed.GetValue(shared.Jobs) is { } jobs ? request with { ThrottleLimit = jobs } : request;
    }
}

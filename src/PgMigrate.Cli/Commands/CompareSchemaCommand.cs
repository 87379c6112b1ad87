using System.CommandLine;
using PgMigrate.Cli.Display;
using PgMigrate.Engine.Schema;

namespace PgMigrate.Cli.Commands;

/// <summary><c>pgmigrate compare-schema</c>: compares the schemas of two PostgreSQL databases.</summary>
internal sealed class CompareSchemaCommand : Command
{
    private readonly EndpointArgument source = new("source", "The one database.");
    private readonly EndpointArgument destination = new("destination", "The other database.");
    private readonly SharedOptions shared = new();
    private readonly SchemaOptions options = new();
    private readonly ReportOption report = new();

    public CompareSchemaCommand(Terminal terminal)
        : base("compare-schema", "Compares the schemas of two PostgreSQL databases, and exits with 1 where they differ.")
    {
        Add(source);
        Add(destination);
        shared.AddSelectionTo(this);
        options.AddTo(this);
        Add(report);
        SetAction((parsed, cancellationToken) =>
        {
            var (chosen, request) = (shared.Choose(terminal, parsed), Read(parsed));
            return report.RunAsync(chosen, parsed, items => RunAsync(chosen, request, items, cancellationToken));
        });
    }

    private static async Task<int> RunAsync(Terminal terminal, SchemaComparisonRequest request, List<object> items, CancellationToken cancellationToken)
    {
        IReadOnlyList<SchemaDifference> differences = [];
        await terminal.WatchAsync(
            "Comparing the schemas", async view => differences = await SchemaComparison.RunAsync(request, view, cancellationToken));
        items.AddRange(differences);
        foreach (var difference in differences) terminal.Line(difference.ToString());
        terminal.Line(differences.Count == 0 ? "The schemas are the same." : $"{Figures.Count(differences.Count)} differences.");
        return differences.Count == 0 ? ExitCode.Ok : ExitCode.Different;
    }

    private SchemaComparisonRequest Read(ParseResult parsed) => new()
    {
        Source = source.Read(parsed),
        Destination = destination.Read(parsed),
        Options = options.Read(parsed, shared.ReadSelection(parsed)),
    };
}

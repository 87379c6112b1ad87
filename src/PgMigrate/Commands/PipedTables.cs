using PgMigrate.Engine.Catalog;

namespace PgMigrate.Commands;

/// <summary>
/// The tables that come through the pipeline, gathered until every one is known: their foreign keys decide the order. A cmdlet does not take
/// its source from the pipeline by name: a table has a source too, and would bring the whole database along.
/// </summary>
internal sealed class PipedTables
{
    public const string ParameterSet = "InputObject";

    private readonly List<MigrationTable> tables = [];

    public void Add(IEnumerable<MigrationTable> some) => tables.AddRange(some);

    /// <summary>What to bring, by source.</summary>
    /// <param name="source">The source that the command names; null where the tables are piped.</param>
    /// <param name="selection">What its patterns choose.</param>
    public IEnumerable<(DatabaseEndpoint Source, TableSelection Selection)> BySource(DatabaseEndpoint? source, TableSelection selection)
    {
        if (source is not null) yield return (source, selection);
        foreach (var some in tables.GroupBy(table => table.Source)) yield return (some.Key, new() { Tables = [.. some.Select(Literal)] });
    }

    /// <summary>Quoted, a name is no pattern.</summary>
    private static string Literal(MigrationTable table) => $"{Quoted(table.Schema)}.{Quoted(table.Name)}";

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

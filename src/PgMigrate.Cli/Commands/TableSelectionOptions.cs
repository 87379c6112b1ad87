using System.CommandLine;
using PgMigrate.Engine.Catalog;

namespace PgMigrate.Cli.Commands;

/// <summary>The options that choose tables and say where they are in the destination: the same for copying and for comparing.</summary>
internal sealed class TableSelectionOptions
{
    private readonly Option<string[]> table = new("--table") { Description = "Only these tables; * and ? are wildcards. May be repeated.", HelpName = "pattern" };

    private readonly Option<string[]> excludeTable = new("--exclude-table") { Description = "Not these tables.", HelpName = "pattern" };

    private readonly Option<string[]> schema = new("--schema") { Description = "Only tables of these schemas.", HelpName = "pattern" };

    public Option<string?> DestinationSchema { get; } = new("--destination-schema") { Description = "The destination's schema, if not the source's own.", HelpName = "name" };

    public Option<IdentifierCase> IdentifierCase { get; } = new("--identifier-case")
    {
        Description = "How a SQLite source's names are written: keep or lower.",
        HelpName = "keep|lower",
    };

    public Option<int?> Jobs { get; } = new("--jobs") { Description = "The number of connections at the same time, on each side.", HelpName = "number" };

    public TableSelectionOptions()
    {
        IdentifierCase.AcceptNames();
        Jobs.AcceptPositive();
    }

    /// <summary>What was said of the tables.</summary>
    public TableSelection Read(ParseResult parsed) => new()
    {
        Tables = parsed.GetValue(table) ?? [],
        ExcludeTables = parsed.GetValue(excludeTable) ?? [],
        Schemas = parsed.GetValue(schema) ?? [],
    };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { table, excludeTable, schema, DestinationSchema, IdentifierCase, Jobs }) command.Add(option);
    }
}

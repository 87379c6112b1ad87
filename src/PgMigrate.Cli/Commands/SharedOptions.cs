using System.CommandLine;
using PgMigrate.Cli.Display;
using PgMigrate.Engine.Catalog;

namespace PgMigrate.Cli.Commands;

/// <summary>
/// The options that copying and comparing share: which tables, how they are named, and how the work is done.
/// </summary>
internal sealed class SharedOptions
{
    private readonly Option<string[]> table = new("--table")
    {
        Description = "Only these tables; * and ? are wildcards. May be repeated.",
        HelpName = "pattern",
    };

    private readonly Option<string[]> excludeTable = new("--exclude-table") { Description = "Not these tables.", HelpName = "pattern" };

    private readonly Option<string[]> schema = new("--schema") { Description = "Only tables of these schemas.", HelpName = "pattern" };

    private readonly Option<string[]> excludeSchema = new("--exclude-schema")
    {
        Description = "No tables of these schemas.",
        HelpName = "pattern",
    };

    public Option<IdentifierCase> IdentifierCase { get; } = new("--identifier-case")
    {
        Description = "How a SQLite source's names are written: keep or lower.",
        HelpName = "keep|lower",
    };

    public Option<int?> Jobs { get; } = new("--jobs")
    {
        Description = "The number of connections at the same time, on each side.",
        HelpName = "number",
    };

    private readonly Option<bool> verbose = new("--verbose") { Description = "Say what is done and why, on the standard error." };

    public SharedOptions()
    {
        IdentifierCase.AcceptNames();
        Jobs.AcceptPositive();
    }

    /// <summary>What was said of the tables.</summary>
    public TableSelection ReadSelection(ParseResult parsed) => new()
    {
        Tables = parsed.GetValue(table) ?? [],
        ExcludeTables = parsed.GetValue(excludeTable) ?? [],
        Schemas = parsed.GetValue(schema) ?? [],
        ExcludeSchemas = parsed.GetValue(excludeSchema) ?? [],
    };

    /// <summary>The terminal, as talkative as was asked for.</summary>
    public Terminal Choose(Terminal terminal, ParseResult parsed) => parsed.GetValue(verbose) ? terminal.Talkative() : terminal;

    public void AddTo(Command command)
    {
        AddSelectionTo(command);
        Option[] options = [IdentifierCase, Jobs];
        foreach (var option in options) command.Add(option);
    }

    /// <summary>Only those that say which tables, and how much is said of the work.</summary>
    public void AddSelectionTo(Command command)
    {
        Option[] options = [table, excludeTable, schema, excludeSchema, verbose];
        foreach (var option in options) command.Add(option);
    }
}

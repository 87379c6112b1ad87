using PgMigrate.Engine.Integrity;
using Spectre.Console;

namespace PgMigrate.Cli.Display;

/// <summary>Shows whether both ends are the same.</summary>
internal static class IntegrityReport
{
    public static void Write(Terminal terminal, IntegrityTest test, IReadOnlyList<SchemaDifference> differences)
    {
        if (test.Verdict.Scope != IntegrityScope.Rows) WriteObjects(terminal, differences);
        if (test.Verdict.Scope != IntegrityScope.Schema) WriteTables(terminal, test.Tables);
    }

    private static void WriteObjects(Terminal terminal, IReadOnlyList<SchemaDifference> differences)
    {
        foreach (var difference in differences.Where(difference => !difference.IsExpected)) terminal.Line(difference.ToString().ReplaceLineEndings("\\n"));
        var different = differences.Count(difference => !difference.IsExpected);
        terminal.Line(different == 0 ? "The objects, sequences and large objects are the same at both ends." : $"{Figures.Count(different)} differences of objects.");
        foreach (var group in differences.Where(difference => difference.IsExpected).GroupBy(difference => difference.Reason!).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            terminal.Line($"As intended, {Figures.Count(group.Count())} {(group.Count() == 1 ? "difference" : "differences")}: {group.Key}");
        }
    }

    private static void WriteTables(Terminal terminal, IReadOnlyList<TableIntegrity> tables)
    {
        var report = ResultTable.Create("Table", "Result", "Source rows", "Destination rows", "Seconds");
        foreach (var table in tables.OrderBy(table => table.Schema, StringComparer.Ordinal)
            .ThenBy(table => table.Table, StringComparer.Ordinal))
        {
            report.AddRow(
                new Text($"{table.Schema}.{table.Table}"), new Text(Outcome(table), new Style(table.IsMatch ? Color.Green : Color.Red)),
                new Text(Figures.Count(table.SourceRows)), new Text(Figures.Count(table.DestinationRows)),
                new Text(Figures.Seconds(table.Elapsed)));
        }

        terminal.Output.Write(report);
        foreach (var table in tables.Where(table => !table.IsMatch)) WriteDifferences(terminal, table);
        var different = tables.Count(table => !table.IsMatch);
        terminal.Line(different == 0
            ? $"{Compared(tables)} of {Figures.Count(tables.Count)} tables {(tables.All(table => table.Level == IntegrityLevel.Count) ? "are" : "is")} the same at both ends."
            : $"{Figures.Count(different)} of {Figures.Count(tables.Count)} tables differ.");
    }

    private static string Compared(IReadOnlyList<TableIntegrity> tables) => tables.Select(table => table.Level).FirstOrDefault(IntegrityLevel.Checksum) switch
    {
        IntegrityLevel.Count => "The numbers of rows",
        IntegrityLevel.Sample => "Every row of the samples",
        _ => "Every row",
    };

    private static void WriteDifferences(Terminal terminal, TableIntegrity table)
    {
        foreach (var difference in table.Differences) terminal.Line(difference.ToString().ReplaceLineEndings("\\n"));
        if (table.ErrorMessage is not null) terminal.Line($"{table.Schema}.{table.Table}: {table.ErrorMessage}");
        if (table.HasMoreDifferences) terminal.Line($"{table.Schema}.{table.Table}: more rows differ.");
    }

    /// <summary>One line for a log.</summary>
    public static string Line(TableIntegrity table)
        => $"{table.Schema}.{table.Table}: {Outcome(table)}, {Figures.Count(table.SourceRows)} rows";

    private static string Outcome(TableIntegrity table) => table.IsMatch ? "✓ same" : table.ErrorMessage is null ? "✗ different" : "✗ not compared";
}

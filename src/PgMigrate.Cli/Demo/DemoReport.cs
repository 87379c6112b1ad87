using PgMigrate.Cli.Display;
using Spectre.Console;

namespace PgMigrate.Cli.Demo;

/// <summary>Shows the demo's tables: how they moved, and whether both ends are the same.</summary>
internal static class DemoReport
{
    public static void Write(
        Terminal terminal, IReadOnlyList<TableCopyResult> copied, IReadOnlyList<TableIntegrity> compared, TimeSpan elapsed)
    {
        var table = ResultTable.Create("Table", "Rows", "MiB", "Seconds", "Rows/s", "Verified");
        foreach (var result in copied.OrderBy(result => result.Table, StringComparer.Ordinal))
        {
            var isSame = compared.Any(other => other.Schema == result.Schema && other.Table == result.Table && other.IsMatch);
            table.AddRow(
                new Text(result.Table), new Text(Figures.Count(result.Rows)), new Text(Figures.MiB(result.Bytes)),
                new Text(Figures.Seconds(result.Elapsed)),
                new Text(Figures.Count(result.RowsPerSecond)),
                new Text(isSame ? "✓ same" : "✗ different", new Style(isSame ? Color.Green : Color.Red)));
        }

        var (rows, bytes) = (copied.Sum(result => result.Rows), copied.Sum(result => result.Bytes));
        var (same, seconds) = (compared.Count(other => other.IsMatch), elapsed.TotalSeconds);
        table.AddEmptyRow();
        table.AddRow(
            "all", Figures.Count(rows), Figures.MiB(bytes), Figures.Seconds(elapsed), Figures.Count((long)(rows / seconds)),
            $"{same} of {copied.Count}");
        terminal.Output.Write(table);
    }
}

using System.Text;
using System.Text.Json;
using Spectre.Console;

namespace PgMigrate.Benchmarks.Reports;

/// <summary>Writes a report for the eye, for the README and for programs.</summary>
internal static class ReportWriter
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static void WriteTerminal(BenchmarkReport report)
    {
        var table = new Table { Border = TableBorder.Rounded };
        foreach (var heading in ReportRow.Headings) table.AddColumn(heading);
        foreach (var row in ReportRow.Of(report)) table.AddRow([.. row.Cells.Select(Markup.Escape)]);
        AnsiConsole.Write(table);
        AnsiConsole.WriteLine(About(report));
        foreach (var missing in report.Missing) AnsiConsole.WriteLine(missing);
    }

    public static Task WriteMarkdownAsync(BenchmarkReport report, string path, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        text.AppendLine(Line(ReportRow.Headings));
        text.AppendLine("|---|---|--:|--:|--:|--:|--:|");
        foreach (var row in ReportRow.Of(report)) text.AppendLine(Line(row.Cells));
        text.AppendLine().AppendLine(About(report));
        foreach (var missing in report.Missing) text.AppendLine().AppendLine(missing);
        return File.WriteAllTextAsync(path, text.ToString(), cancellationToken);
    }

    public static async Task WriteJsonAsync(BenchmarkReport report, string path, CancellationToken cancellationToken)
    {
        await using var file = File.Create(path);
        await JsonSerializer.SerializeAsync(file, report, Json, cancellationToken);
    }

    private static string Line(IEnumerable<string> cells)
        => "| " + string.Join(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal))) + " |";

    private static string About(BenchmarkReport report)
        => $"Times are medians over whole processes that ran in turn; memory is the highest of all runs; the ratio is PgMigrate's time in parts of its peer's. "
        + $"Measured on {report.Machine}.";
}

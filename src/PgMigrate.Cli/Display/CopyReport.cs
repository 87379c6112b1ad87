using Spectre.Console;

namespace PgMigrate.Cli.Display;

/// <summary>Shows what became of each table.</summary>
internal static class CopyReport
{
    public static void Write(Terminal terminal, IReadOnlyList<TableCopyResult> results)
    {
        if (results.Count == 0) return;
        var table = ResultTable.Create("Table", "Result", "Rows", "MiB", "Seconds", "Rows/s");
        foreach (var result in results.OrderBy(result => result.Schema, StringComparer.Ordinal)
            .ThenBy(result => result.Table, StringComparer.Ordinal))
        {
            table.AddRow(
                new Text($"{result.Schema}.{result.Table}"), new Text(Outcome(result), Style(result.Status)),
                new Text(Figures.Count(result.Rows)),
                new Text(Figures.MiB(result.Bytes)), new Text(Figures.Seconds(result.Elapsed)),
                new Text(Figures.Count(result.RowsPerSecond)));
        }

        terminal.Output.Write(table);
        foreach (var result in results.Where(result => result.RejectPath is not null))
        {
            terminal.Warning(
                $"{result.Schema}.{result.Table}: {Figures.Count(result.Rejected)} rows were rejected; see {result.RejectPath}.");
        }
    }

    /// <summary>One line for a log.</summary>
    public static string Line(TableCopyResult result)
        => $"{result.Schema}.{result.Table}: {Outcome(result)}, {Figures.Count(result.Rows)} rows, "
        + $"{Figures.MiB(result.Bytes)} MiB in {Figures.Seconds(result.Elapsed)} s";

    public static void WriteFailure(Terminal terminal, TableCopyResult result)
    {
        if (result.Error is { } error) terminal.Error(error);
        else terminal.Error($"{result.Schema}.{result.Table}: {result.ErrorMessage}");
    }

    private static string Outcome(TableCopyResult result) => result.Status switch
    {
        TableCopyStatus.Completed => result.ResumedChunks > 0 ? "copied, resumed" : "copied",
        TableCopyStatus.CompletedWithRejects => $"{Figures.Count(result.Rejected)} rejected",
        TableCopyStatus.AlreadyCopied => "copied before",
        _ => "failed",
    };

    private static Style Style(TableCopyStatus status) => new(status switch
    {
        TableCopyStatus.Failed => Color.Red,
        TableCopyStatus.CompletedWithRejects => Color.Yellow,
        _ => Color.Green,
    });
}

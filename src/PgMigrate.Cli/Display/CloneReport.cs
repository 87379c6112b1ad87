namespace PgMigrate.Cli.Display;

/// <summary>Shows what became of a whole database.</summary>
internal static class CloneReport
{
    public static void Write(Terminal terminal, DatabaseCopyResult result)
    {
        CopyReport.Write(terminal, result.Tables);
        foreach (var failure in result.Failures)
        {
            if (failure.Error is { } error) terminal.Error(error);
            else terminal.Error(failure.ToString());
        }

        foreach (var table in result.Tables.Where(table => table.Status == TableCopyStatus.Failed)) CopyReport.WriteFailure(terminal, table);
        terminal.Line(Summary(result));
    }

    /// <summary>What had arrived before the error that is told next.</summary>
    public static void WriteStopped(Terminal terminal, DatabaseCopyResult result)
    {
        CopyReport.Write(terminal, result.Tables);
        terminal.Line(Summary(result));
    }

    private static string Summary(DatabaseCopyResult result)
    {
        var earlier = result.ResumedObjects > 0 ? $" ({Figures.Count(result.ResumedObjects)} by an earlier run)" : "";
        return $"{Outcome(result)}: {Figures.Count(result.Objects)} objects{earlier} and {Figures.Count(result.Rows)} rows of "
            + $"{Figures.Count(result.Tables.Count)} tables, {Figures.MiB(result.Bytes)} MiB in {Figures.Seconds(result.Elapsed)} s.";
    }

    private static string Outcome(DatabaseCopyResult result) => result.Status switch
    {
        DatabaseCopyStatus.Completed => "Copied",
        DatabaseCopyStatus.AlreadyCopied => "Copied before",
        DatabaseCopyStatus.Failed => "Stopped",
        DatabaseCopyStatus.CompletedWithRejects => "Copied but for rejected rows",
        _ => $"Copied but for {Figures.Count(result.Failures.Count + result.Tables.Count(table => table.Status == TableCopyStatus.Failed))} failures",
    };
}

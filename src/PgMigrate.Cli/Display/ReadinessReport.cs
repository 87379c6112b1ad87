namespace PgMigrate.Cli.Display;

/// <summary>Writes the verdict of an assessment before a migration.</summary>
internal static class ReadinessReport
{
    public static void Write(Terminal terminal, MigrationReadiness verdict)
    {
        var rows = verdict.Rows is { } count ? $"{Figures.Count(count)} rows" : "an unknown number of rows";
        terminal.Line($"{Figures.Count(verdict.Tables)} tables, {Figures.Count(verdict.Objects)} objects, {rows}, {Figures.MiB(verdict.Bytes)} MiB and {Figures.MiB(verdict.IndexBytes)} MiB of indexes.");
        if (verdict.Estimate is { } estimate)
        {
            var rate = Figures.MiB((long)(estimate.CopyRate ?? estimate.ReadRate));
            terminal.Line($"About {Figures.Seconds(estimate.Duration)} to {Figures.Seconds(estimate.LongestDuration)} s, at {rate} MiB/s over {estimate.Connections} connections.");
            terminal.Line("  " + estimate.Basis);
        }

        terminal.Line($"Grade {verdict.Grade}: {verdict.Errors} errors, {verdict.Warnings} warnings, {verdict.Remarks} remarks, {verdict.NotChecked} not checked.");
    }
}

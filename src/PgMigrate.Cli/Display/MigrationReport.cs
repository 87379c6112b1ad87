namespace PgMigrate.Cli.Display;

/// <summary>Shows what becomes of SQL files.</summary>
internal static class MigrationReport
{
    public static void Write(Terminal terminal, IReadOnlyList<SupabaseMigrationResult> results)
    {
        foreach (var failure in results.Select(result => result.Error).OfType<MigrationException>()) terminal.Error(failure);
        var done = results.Count(result => result.Status is not (SupabaseMigrationOutcome.Failed or SupabaseMigrationOutcome.NotRun));
        terminal.Line(results.Count == 0 ? "The database is up to date." : $"{Figures.Count(done)} of {Figures.Count(results.Count)} files done.");
    }

    /// <summary>What would be run.</summary>
    public static void Write(Terminal terminal, IReadOnlyList<SupabaseMigrationStep> steps)
    {
        if (steps.Count == 0) terminal.Line("The database is up to date.");
        foreach (var step in steps)
        {
            terminal.Title(step.ToString());
            foreach (var statement in step.Statements)
            {
                var rows = statement.Rows is { } count ? $" ({Figures.Count(count)} rows)" : "";
                terminal.Line($"  {statement.Line}: {statement.Text}{rows}");
            }
        }
    }
}

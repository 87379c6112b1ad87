using PgMigrate.Engine.Runbook;

namespace PgMigrate.Cli.Display;

/// <summary>Shows whole migrations.</summary>
internal static class RunbookDisplay
{
    /// <summary>Shows each step as it ends, then the migration. Returns the exit code.</summary>
    public static async Task<int> WatchAsync(Terminal terminal, Func<Func<MigrationStep, ValueTask>, ProgressView, Task<DatabaseMigration>> work)
    {
        DatabaseMigration? migration = null;
        await terminal.WatchAsync("Migrating", async view => migration = await work(step => Tell(view, step), view));
        Write(terminal, migration!);
        if (RunbookOutcome.FailureOf(migration!) is not { } failure) return ExitCode.Ok;
        terminal.Error(failure);
        return ExitCode.Different;
    }

    /// <summary>The steps, a line each.</summary>
    public static void Write(Terminal terminal, IReadOnlyList<MigrationStep> steps)
    {
        foreach (var step in steps) terminal.Line(Line(step));
    }

    /// <summary>The migration without its steps.</summary>
    public static void Write(Terminal terminal, DatabaseMigration migration)
    {
        terminal.Line($"{migration.Status}: {migration.Source} -> {migration.Destination}");
        terminal.Line($"    started  {migration.StartedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, {Figures.Seconds(migration.Elapsed)} s of work");
        if (migration.SwitchedAt is { } switched) terminal.Line($"    switched {switched.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC");
        if (migration.IsFenced) terminal.Line("    fenced   nobody can write to the source");
        if (migration.SourceWrites is > 0 and var writes) terminal.Line($"    written  {Figures.Count(writes)} rows of the source since it was compared");
        if (migration.DestinationWrites is > 0 and var written) terminal.Line($"    written  {Figures.Count(written)} rows of the destination since the switch");
        if (migration.BackupPath is not null) terminal.Line($"    backup   {migration.BackupPath}");
        foreach (var report in migration.ReportPath) terminal.Line($"    report   {report}");
        if (migration.JournalPath is not null) terminal.Line($"    journal  {migration.JournalPath}");
        if (migration.ErrorMessage is not null && RunbookOutcome.FailureOf(migration) is null) terminal.Line($"    error    {OptionNames.Translate(migration.ErrorMessage)}");
        if (migration.Remedy is not null && RunbookOutcome.FailureOf(migration) is null) terminal.Line($"    now      {OptionNames.Translate(migration.Remedy)}");
    }

    private static ValueTask Tell(ProgressView view, MigrationStep step)
    {
        view.Told(Line(step));
        return ValueTask.CompletedTask;
    }

    private static string Line(MigrationStep step)
    {
        var words = step.Status == MigrationStepStatus.Planned ? step.Description : step.ErrorMessage ?? step.Outcome ?? step.Description;
        return $"{step.Status,-8} {step.Name,-10} {OptionNames.Translate(words)}{(step.Elapsed > TimeSpan.Zero ? $" ({Figures.Seconds(step.Elapsed)} s)" : "")}";
    }
}

namespace PgMigrate.Engine.Reports;

/// <summary>Whole migrations step by step, and how the program fared after the switch.</summary>
internal static class MigrationSections
{
    private static readonly ReportColumn[] StepColumns =
    [
        new("Step", ReportColumnKind.Code), new("Status", ReportColumnKind.Status), new("What", ReportColumnKind.Text), new("Outcome", ReportColumnKind.Text), new("Time", ReportColumnKind.Duration, HasBars: true),
    ];

    private static readonly ReportColumn[] AttemptColumns =
    [
        new("At", ReportColumnKind.Code), new("Status", ReportColumnKind.Status), new("Answer", ReportColumnKind.Code), new("Time", ReportColumnKind.Duration, HasBars: true), new("Remark", ReportColumnKind.Text),
    ];

    private static readonly ReportColumn[] ReturnColumns =
    [
        new("Table", ReportColumnKind.Code), new("Inserted", ReportColumnKind.Count), new("Changed", ReportColumnKind.Count), new("Deleted", ReportColumnKind.Count), new("Remark", ReportColumnKind.Text),
    ];

    public static IEnumerable<ReportSection> Of(IReadOnlyList<object> items)
    {
        var migrations = items.OfType<DatabaseMigration>().ToList();
        foreach (var migration in migrations) yield return Whole(migration);
        var steps = items.OfType<MigrationStep>().ToList();
        // The steps that a migration told on its way are in it.
        if (migrations.Count == 0 && steps.Count > 0) yield return Steps(steps);
    }

    public static IEnumerable<ReportSection> OfHealth(IReadOnlyList<object> items)
    {
        var returned = items.OfType<TableCopyBackResult>().ToList();
        if (returned.Count > 0) yield return Returned(returned);
        foreach (var health in items.OfType<MigrationHealth>()) yield return Health(health);
    }

    private static ReportSection Whole(DatabaseMigration migration) => Steps(migration.Steps) with
    {
        State = migration.Status switch
        {
            DatabaseMigrationStatus.Completed when migration.SourceWrites is null or 0 => ReportState.Good,
            DatabaseMigrationStatus.Failed or DatabaseMigrationStatus.RolledBack => ReportState.Bad,
            _ => ReportState.Attention,
        },
        Summary = $"{migration.Status}: {migration.ErrorMessage ?? $"{migration.Steps.Count(step => step.Status == MigrationStepStatus.Done)} of {ReportText.Of(migration.Steps.Count, "step")} done."}",
        Facts = [.. Facts(migration)],
    };

    private static IEnumerable<ReportFact> Facts(DatabaseMigration migration)
    {
        yield return new("Source", migration.Source);
        yield return new("Destination", migration.Destination);
        yield return new("Status", migration.Status.ToString());
        yield return new("Started", ReportText.Of(migration.StartedAt));
        yield return new("Time of all steps", ReportText.Of(migration.Elapsed));
        if (migration.SwitchedAt is { } switched) yield return new("Switched", ReportText.Of(switched));
        if (migration.IsFenced) yield return new("Source", "is still fenced: nobody can write to it");
        if (migration.SourceWrites is { } writes) yield return new("Written to the source since it was compared", ReportText.Of(writes, "row"));
        if (migration.DestinationWrites is { } written) yield return new("Written to the destination since the switch", ReportText.Of(written, "row"));
        if (migration.BackupPath is { } backup) yield return new("Backup", backup);
        if (migration.Remedy is { } remedy) yield return new("What to do now", remedy);
        yield return new("Migration", migration.Id.ToString());
    }

    private static ReportSection Steps(IReadOnlyList<MigrationStep> steps)
    {
        var rows = steps.Select(step => new ReportRow
        {
            State = step.Status switch
            {
                MigrationStepStatus.Done => ReportState.Good,
                MigrationStepStatus.Failed => ReportState.Bad,
                MigrationStepStatus.Running => ReportState.Attention,
                _ => ReportState.Neutral,
            },
            Name = $"Step {step.Name}",
            Cells = [step.Name.ToString(), step.Status.ToString(), step.Description, step.ErrorMessage is null ? step.Outcome : $"{step.ErrorMessage} {step.Remedy}", step.Elapsed > TimeSpan.Zero ? step.Elapsed : null],
            Message = step.ErrorMessage,
            Elapsed = step.Elapsed,
        }).ToList();
        return new()
        {
            Title = "Migration",
            State = ReportSection.Worst(rows),
            Summary = $"Done: {ReportText.Of(steps.Count(step => step.Status == MigrationStepStatus.Done))} of {ReportText.Of(steps.Count, "step")}.",
            Columns = StepColumns,
            Rows = rows,
        };
    }

    private static ReportSection Returned(List<TableCopyBackResult> tables)
    {
        var rows = tables.Where(table => table.ErrorMessage is not null || table.Inserted + table.Updated + table.Deleted > 0).Select(table => new ReportRow
        {
            State = table.ErrorMessage is null ? ReportState.Good : ReportState.Bad,
            Name = $"{table.Schema}.{table.Table} back",
            Cells = [$"{table.Schema}.{table.Table}", table.Inserted, table.Updated, table.Deleted, table.ErrorMessage],
            Message = table.ErrorMessage,
        }).ToList();
        return new()
        {
            Title = "Copied back",
            State = ReportSection.Worst(rows),
            Summary = $"Rows that were written since the switch and came back to the old database: {ReportText.Of(tables.Sum(table => table.Inserted + table.Updated + table.Deleted))}.",
            Columns = ReturnColumns,
            Rows = rows,
        };
    }

    private static ReportSection Health(MigrationHealth health)
    {
        var rows = health.Log.Select(attempt => new ReportRow
        {
            State = attempt.Error is null ? ReportState.Good : ReportState.Attention,
            Name = $"Health at {ReportText.Of(attempt.At)}",
            Cells = [ReportText.Of(attempt.At), attempt.Error is null ? "Well" : "Bad", attempt.StatusCode?.ToString(System.Globalization.CultureInfo.InvariantCulture), attempt.Elapsed, attempt.Error],
            Message = attempt.Error,
            Elapsed = attempt.Elapsed,
        }).ToList();
        return new()
        {
            Title = "Health",
            State = !health.IsHealthy ? ReportState.Bad : health.Errors > 0 || health.LogErrors > 0 ? ReportState.Attention : ReportState.Good,
            Summary = health.IsHealthy ? "The program is well." : "The program was not well in time.",
            Facts = [.. Facts(health)],
            Columns = rows.Count > 0 ? AttemptColumns : [],
            Rows = rows,
        };
    }

    private static IEnumerable<ReportFact> Facts(MigrationHealth health)
    {
        if (health.Uri is { } uri) yield return new("Asked", uri);
        if (health.Uri is not null) yield return new("Bad answers", $"{ReportText.Of(health.Errors)} of {ReportText.Of(health.Attempts)}");
        yield return new("Errors in the logs", ReportText.Of(health.LogErrors));
        for (var line = 0; line < health.LogLines.Count; line++) yield return new($"Log, {line + 1}", health.LogLines[line]);
        yield return new("Connected in", ReportText.Of(health.ConnectTime));
        yield return new("Time", ReportText.Of(health.Elapsed));
    }
}

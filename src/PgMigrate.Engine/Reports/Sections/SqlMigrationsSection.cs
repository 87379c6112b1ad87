namespace PgMigrate.Engine.Reports;

/// <summary>What became of SQL migrations, and of Alembic's.</summary>
internal static class SqlMigrationsSection
{
    private static readonly ReportColumn[] Columns =
    [
        new("File", ReportColumnKind.Code), new("Status", ReportColumnKind.Status), new("Statements", ReportColumnKind.Count), new("Applied", ReportColumnKind.Count),
        new("Time", ReportColumnKind.Duration, HasBars: true), new("Error", ReportColumnKind.Text),
    ];

    public static IEnumerable<ReportSection> Of(IReadOnlyList<object> items)
    {
        var files = items.OfType<SupabaseMigrationResult>().ToList();
        if (files.Count > 0) yield return Files(files);
        foreach (var alembic in items.OfType<AlembicMigrationResult>()) yield return Alembic(alembic);
    }

    private static ReportSection Files(List<SupabaseMigrationResult> files)
    {
        var rows = files.ConvertAll(file => new ReportRow
        {
            State = file.Status switch
            {
                SupabaseMigrationOutcome.Failed => ReportState.Bad,
                SupabaseMigrationOutcome.NotRun => ReportState.NotChecked,
                _ => ReportState.Good,
            },
            Name = file.File,
            Cells = [file.File, file.Status.ToString(), (long)file.Statements, (long)file.StatementsApplied, file.Elapsed, file.ErrorMessage],
            Message = file.ErrorMessage,
            Details = file.Statement,
            Elapsed = file.Elapsed,
        });
        return new()
        {
            Title = "SQL migrations",
            State = ReportSection.Worst(rows),
            Summary = string.Join(", ", files.GroupBy(file => file.Status).Select(group => $"{ReportText.Of(group.Count())} {group.Key}")) + ".",
            Columns = Columns,
            Rows = rows,
        };
    }

    private static ReportSection Alembic(AlembicMigrationResult alembic)
    {
        var isGood = alembic.IsAtHead && alembic.IsMatch != false;
        return new()
        {
            Title = "Alembic",
            State = isGood ? ReportState.Good : ReportState.Attention,
            Summary = alembic.IsAtHead ? alembic.IsMatch == false ? "At the project's heads, and the source is elsewhere." : "At the project's heads." : "Not at the project's heads.",
            Facts =
            [
                new("Database", alembic.Database), new("Project", alembic.Path), new("Before", Revisions(alembic.RevisionsBefore)), new("Now", Revisions(alembic.Revisions)),
                new("Heads", Revisions(alembic.Heads)), .. alembic.SourceRevisions is { } there ? [new ReportFact("At the source", Revisions(there))] : Array.Empty<ReportFact>(),
                new("Time", ReportText.Of(alembic.Elapsed)),
            ],
        };
    }

    private static string Revisions(IReadOnlyList<string> revisions) => revisions.Count == 0 ? "(none)" : string.Join(", ", revisions);
}

namespace PgMigrate.Engine.Reports;

/// <summary>What became of exports.</summary>
internal static class ExportSections
{
    private static readonly ReportColumn[] Columns =
    [
        new("Table", ReportColumnKind.Code), new("Rows", ReportColumnKind.Count, HasBars: true), new("Size", ReportColumnKind.Bytes), new("Time", ReportColumnKind.Duration, HasBars: true),
        new("Remark", ReportColumnKind.Text),
    ];

    public static IEnumerable<ReportSection> Of(IReadOnlyList<object> items)
    {
        foreach (var export in items.OfType<DatabaseExportResult>())
        {
            yield return Archive(export);
            if (export.Findings.Count > 0) yield return DifferencesSection.Of("What the archive has otherwise", export.Findings);
        }
    }

    private static ReportSection Archive(DatabaseExportResult export) => new()
    {
        Title = "Database exported",
        State = export.Status == DatabaseExportStatus.Completed ? ReportState.Good : ReportState.Bad,
        Summary = $"{export.Status}: {ReportText.Of(export.Rows, "row")}, {ByteSize.Format(export.FileBytes)}.",
        Facts =
        [
            new("Source", export.Source), new("Archive", export.Path), new("Format", export.Format.ToString()), new("Entries", ReportText.Of(export.Entries)),
            new("Data", ByteSize.Format(export.Bytes)), new("Files", ByteSize.Format(export.FileBytes)), new("Time", ReportText.Of(export.Elapsed)),
        ],
        Columns = export.Tables.Count > 0 ? Columns : [],
        Rows =
        [
            .. export.Tables.Select(table => new ReportRow
            {
                State = ReportState.Good,
                Name = $"{table.Schema}.{table.Table}",
                Cells = [$"{table.Schema}.{table.Table}", table.Rows, table.Bytes, table.Elapsed, table.IsKept ? "Kept from an earlier run, proved to be the same" : null],
                Elapsed = table.Elapsed,
            }),
        ],
    };
}

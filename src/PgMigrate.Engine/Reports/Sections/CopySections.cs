using System.Globalization;

namespace PgMigrate.Engine.Reports;

/// <summary>What became of copies of databases and tables.</summary>
internal static class CopySections
{
    private static readonly ReportColumn[] Columns =
    [
        new("Table", ReportColumnKind.Code), new("Status", ReportColumnKind.Status), new("Rows", ReportColumnKind.Count, HasBars: true), new("Size", ReportColumnKind.Bytes),
        new("Time", ReportColumnKind.Duration, HasBars: true), new("Rows/s", ReportColumnKind.Count), new("Rejected", ReportColumnKind.Count), new("Remark", ReportColumnKind.Text),
    ];

    private static readonly ReportColumn[] FailureColumns = [new("Kind", ReportColumnKind.Code), new("Object", ReportColumnKind.Code), new("Error", ReportColumnKind.Text)];

    public static IEnumerable<ReportSection> Of(IReadOnlyList<object> items)
    {
        foreach (var copy in items.OfType<DatabaseCopyResult>())
        {
            yield return Database(copy);
            if (copy.Failures.Count > 0) yield return Failures(copy.Failures);
            if (copy.Findings.Count > 0) yield return DifferencesSection.Of("What the destination has otherwise", copy.Findings);
        }

        var tables = items.OfType<TableCopyResult>().ToList();
        if (tables.Count > 0) yield return Tables("Tables copied", tables, []);
    }

    private static ReportSection Database(DatabaseCopyResult copy)
    {
        var section = Tables(
            "Database copied", copy.Tables,
            [
                new("Source", copy.Source), new("Destination", copy.Destination), new("Status", copy.Status.ToString()), new("Objects made", ReportText.Of(copy.Objects)),
                new("Rows", ReportText.Of(copy.Rows)), new("Data", ByteSize.Format(copy.Bytes)), new("Time", ReportText.Of(copy.Elapsed)),
            ]);
        var state = copy.Status switch
        {
            DatabaseCopyStatus.Failed => ReportState.Bad,
            DatabaseCopyStatus.CompletedWithErrors or DatabaseCopyStatus.CompletedWithRejects => ReportState.Attention,
            _ => ReportState.Good,
        };
        return section with
        {
            State = state > section.State ? state : section.State,
            Summary = $"{copy.Status}: {ReportText.Of(copy.Objects, "object")} and {ReportText.Of(copy.Rows, "row")} in {ReportText.Of(copy.Elapsed)}.",
        };
    }

    private static ReportSection Tables(string title, IReadOnlyList<TableCopyResult> tables, IReadOnlyList<ReportFact> facts)
    {
        var rows = tables.Select(Row).ToList();
        return new()
        {
            Title = title,
            State = ReportSection.Worst(rows),
            Summary = $"{ReportText.Of(tables.Sum(table => table.Rows), "row")} of {ReportText.Of(tables.Count, "table")}.",
            Facts = facts,
            Columns = rows.Count > 0 ? Columns : [],
            Rows = rows,
        };
    }

    private static ReportRow Row(TableCopyResult table) => new()
    {
        State = table.Status switch
        {
            TableCopyStatus.Failed => ReportState.Bad,
            TableCopyStatus.CompletedWithRejects => ReportState.Attention,
            _ => ReportState.Good,
        },
        Name = $"{table.Schema}.{table.Table}",
        Cells =
        [
            $"{table.Schema}.{table.Table}", table.Status.ToString(), table.Rows, table.Bytes, table.Elapsed, table.RowsPerSecond, table.Rejected,
            table.ErrorMessage ?? (table.RejectPath is null ? null : $"Rejected rows are in {table.RejectPath}"),
        ],
        Message = table.ErrorMessage ?? (table.Rejected > 0 ? string.Create(CultureInfo.InvariantCulture, $"{table.Rejected} rows were rejected.") : null),
        Elapsed = table.Elapsed,
    };

    private static ReportSection Failures(IReadOnlyList<ObjectFailure> failures) => new()
    {
        Title = "Objects that the destination refused",
        State = ReportState.Bad,
        Summary = $"Refused: {ReportText.Of(failures.Count, "object")}.",
        Columns = FailureColumns,
        Rows =
        [
            .. failures.Select(failure => new ReportRow
            {
                State = ReportState.Bad,
                Name = $"{failure.Kind} {(failure.Schema is null ? "" : failure.Schema + ".")}{failure.Name}",
                Cells = [failure.Kind, failure.Schema is null ? failure.Name : $"{failure.Schema}.{failure.Name}", failure.ErrorMessage],
                Message = failure.ErrorMessage,
                Details = failure.Statement,
            }),
        ],
    };
}

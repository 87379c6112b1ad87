namespace PgMigrate.Engine.Reports;

/// <summary>A part of a report: what was done or looked at, its facts and its table.</summary>
internal sealed record ReportSection
{
    public required string Title { get; init; }

    public required ReportState State { get; init; }

    /// <summary>What came of it, in one sentence.</summary>
    public required string Summary { get; init; }

    public IReadOnlyList<ReportFact> Facts { get; init; } = [];

    public IReadOnlyList<ReportColumn> Columns { get; init; } = [];

    public IReadOnlyList<ReportRow> Rows { get; init; } = [];

    /// <summary>The most urgent state of the rows; <paramref name="none"/> where there are none.</summary>
    public static ReportState Worst(IEnumerable<ReportRow> rows, ReportState none = ReportState.Good) => rows.Select(row => row.State).DefaultIfEmpty(none).Max();
}

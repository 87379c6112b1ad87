namespace PgMigrate.Engine.Reports;

/// <summary>Whether tables' rows are the same at both ends.</summary>
internal static class IntegritySection
{
    private static readonly ReportColumn[] Columns =
    [
        new("Table", ReportColumnKind.Code), new("Status", ReportColumnKind.Status), new("Source rows", ReportColumnKind.Count, HasBars: true), new("Destination rows", ReportColumnKind.Count),
        new("Time", ReportColumnKind.Duration, HasBars: true), new("Source checksum", ReportColumnKind.Code), new("Destination checksum", ReportColumnKind.Code),
    ];

    public static IEnumerable<ReportSection> Of(IReadOnlyList<object> items)
    {
        var tables = items.OfType<TableIntegrity>().ToList();
        if (tables.Count == 0) yield break;
        var rows = tables.ConvertAll(Row);
        var different = tables.Count(table => !table.IsMatch);
        yield return new()
        {
            Title = "Rows compared",
            State = ReportSection.Worst(rows),
            Summary = different == 0
                ? $"Same at both ends: {ReportText.Of(tables.Count, "table")} with {ReportText.Of(tables.Sum(table => table.SourceRows), "row")}."
                : $"Different: {ReportText.Of(different)} of {ReportText.Of(tables.Count, "table")}.",
            Columns = Columns,
            Rows = rows,
        };
    }

    private static ReportRow Row(TableIntegrity table) => new()
    {
        State = table.IsMatch ? ReportState.Good : ReportState.Bad,
        Name = $"{table.Schema}.{table.Table}",
        Cells =
        [
            $"{table.Schema}.{table.Table}", table.IsMatch ? "Same" : "Different", table.SourceRows, table.DestinationRows, table.Elapsed, table.SourceChecksum, table.DestinationChecksum,
        ],
        Message = table.IsMatch ? null : $"The source has {ReportText.Of(table.SourceRows, "row")} and the destination {ReportText.Of(table.DestinationRows)}, and their checksums differ.",
        Elapsed = table.Elapsed,
    };
}

namespace PgMigrate.Engine.Reports;

/// <summary>Whether tables' rows are the same at both ends.</summary>
internal static class IntegritySection
{
    private static readonly ReportColumn[] Columns =
    [
        new("Table", ReportColumnKind.Code), new("Status", ReportColumnKind.Status), new("Source rows", ReportColumnKind.Count, HasBars: true), new("Destination rows", ReportColumnKind.Count),
        new("Time", ReportColumnKind.Duration, HasBars: true), new("Source checksum", ReportColumnKind.Code), new("Destination checksum", ReportColumnKind.Code),
    ];

    private static readonly ReportColumn[] DifferenceColumns =
        [new("Table", ReportColumnKind.Code), new("Status", ReportColumnKind.Status), new("Key", ReportColumnKind.Code), new("Values", ReportColumnKind.Code)];

    public static IEnumerable<ReportSection> Of(IReadOnlyList<object> items)
    {
        var verdicts = items.OfType<MigrationIntegrity>().ToList();
        foreach (var verdict in verdicts) yield return Verdict(verdict);
        var tables = items.OfType<TableIntegrity>().ToList();
        if (tables.Count > 0) yield return Tables(tables);
        // A table's record holds them, too.
        var rows = items.OfType<RowDifference>().Union(tables.SelectMany(table => table.Differences), ReferenceEqualityComparer.Instance).Cast<RowDifference>().ToList();
        if (rows.Count > 0) yield return Differences(rows);
    }

    private static ReportSection Verdict(MigrationIntegrity verdict) => new()
    {
        Title = "Proof",
        State = verdict.IsMatch ? ReportState.Good : ReportState.Bad,
        Summary = string.Join(
            ' ',
            new[]
            {
                verdict.Scope == IntegrityScope.Schema ? null : Summary(verdict.DifferentTables, verdict.Tables, verdict.SourceRows),
                verdict.Scope == IntegrityScope.Rows ? null : verdict.SchemaDifferences == 0 ? "The objects are the same." : $"{ReportText.Of(verdict.SchemaDifferences, "difference")} of objects.",
            }.OfType<string>()),
        Facts =
        [
            new("Source", verdict.Source), new("Destination", verdict.Destination), .. verdict.Scope == IntegrityScope.Schema ? [] : RowFacts(verdict),
            .. verdict.Scope == IntegrityScope.Rows ? (IEnumerable<ReportFact>)[]
                : [new("Differences of objects", ReportText.Of(verdict.SchemaDifferences)), new("As intended", ReportText.Of(verdict.ExpectedDifferences))],
            new("Started", ReportText.Of(verdict.StartedAt)), new("Time", ReportText.Of(verdict.Elapsed)),
        ],
    };

    private static IEnumerable<ReportFact> RowFacts(MigrationIntegrity verdict) =>
    [
        new("Level", verdict.Level.ToString()), new("Tables", ReportText.Of(verdict.Tables)),
        new("Rows at the source", ReportText.Of(verdict.SourceRows)), new("Rows at the destination", ReportText.Of(verdict.DestinationRows)),
        new("Rows located", ReportText.Of(verdict.Differences) + (verdict.HasMoreDifferences ? ", and more differ" : "")),
    ];

    private static ReportSection Tables(List<TableIntegrity> tables)
    {
        var rows = tables.ConvertAll(Row);
        return new()
        {
            Title = "Rows compared",
            State = ReportSection.Worst(rows),
            Summary = Summary(tables.Count(table => !table.IsMatch), tables.Count, tables.Sum(table => table.SourceRows)),
            Columns = Columns,
            Rows = rows,
        };
    }

    private static string Summary(int different, int tables, long rows) => different == 0
        ? $"Same at both ends: {ReportText.Of(tables, "table")} with {ReportText.Of(rows, "row")}."
        : $"Different: {ReportText.Of(different)} of {ReportText.Of(tables, "table")}.";

    private static ReportSection Differences(List<RowDifference> differences) => new()
    {
        Title = "Rows that differ",
        State = ReportState.Bad,
        Summary = $"Located: {ReportText.Of(differences.Count, "row")}.",
        Columns = DifferenceColumns,
        Rows = differences.ConvertAll(one => new ReportRow
        {
            State = ReportState.Bad,
            Name = one.ToString(),
            Cells =
            [
                $"{one.Schema}.{one.Table}", one.Kind.ToString(), string.Join(", ", one.Key.Select(part => $"{part.Key}={part.Value ?? "NULL"}")), string.Join("; ", one.Values),
            ],
            Message = one.ToString(),
            Details = one.Repair,
        }),
    };

    private static ReportRow Row(TableIntegrity table) => new()
    {
        State = table.IsMatch ? ReportState.Good : ReportState.Bad,
        Name = $"{table.Schema}.{table.Table}",
        Cells =
        [
            $"{table.Schema}.{table.Table}", table.IsMatch ? "Same" : table.ErrorMessage is null ? "Different" : "Not compared", table.SourceRows, table.DestinationRows, table.Elapsed, table.SourceChecksum, table.DestinationChecksum,
        ],
        Message = table.IsMatch ? null : table.ErrorMessage ?? $"The source has {ReportText.Of(table.SourceRows, "row")} and the destination {ReportText.Of(table.DestinationRows)}, and their checksums differ.",
        Elapsed = table.Elapsed,
    };
}

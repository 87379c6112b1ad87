namespace PgMigrate.Engine.Reports;

/// <summary>What differs between two schemas.</summary>
internal static class SchemaSection
{
    private static readonly ReportColumn[] Columns =
    [
        new("Status", ReportColumnKind.Status), new("Kind", ReportColumnKind.Code), new("Object", ReportColumnKind.Code), new("Property", ReportColumnKind.Code),
        new("Source", ReportColumnKind.Code), new("Destination", ReportColumnKind.Code),
    ];

    private static readonly ReportColumn[] ExpectedColumns = [.. Columns, new("Reason", ReportColumnKind.Text)];

    public static IEnumerable<ReportSection> Of(IReadOnlyList<object> items)
    {
        var differences = items.OfType<SchemaDifference>().ToLookup(one => one.IsExpected);
        if (differences[false].Any()) yield return Section("Schema differences", ReportState.Bad, Columns, [.. differences[false]]);
        if (differences[true].Any()) yield return Section("Schema differences as intended", ReportState.Good, ExpectedColumns, [.. differences[true]]);
    }

    private static ReportSection Section(string title, ReportState state, ReportColumn[] columns, List<SchemaDifference> differences) => new()
    {
        Title = title,
        State = state,
        Summary = $"{ReportText.Of(differences.Count, "difference")} of {ReportText.Of(differences.Select(one => (one.Kind, one.Schema, one.Name)).Distinct().Count(), "object")}.",
        Columns = columns,
        Rows = differences.ConvertAll(one => new ReportRow
        {
            State = state,
            Name = one.Property is null ? $"{one.Kind} {Name(one)}" : $"{one.Kind} {Name(one)} {one.Property}",
            Cells = [.. new object?[] { one.Status.ToString(), one.Kind, Name(one), one.Property, one.Left, one.Right, one.Reason }.Take(columns.Length)],
            Message = one.ToString(),
        }),
    };

    private static string Name(SchemaDifference one) => one.Schema is null ? one.Name : $"{one.Schema}.{one.Name}";
}

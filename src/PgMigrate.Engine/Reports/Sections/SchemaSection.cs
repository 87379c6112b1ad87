namespace PgMigrate.Engine.Reports;

/// <summary>What differs between two schemas.</summary>
internal static class SchemaSection
{
    private static readonly ReportColumn[] Columns =
    [
        new("Status", ReportColumnKind.Status), new("Kind", ReportColumnKind.Code), new("Object", ReportColumnKind.Code), new("Property", ReportColumnKind.Code),
        new("Source", ReportColumnKind.Code), new("Destination", ReportColumnKind.Code),
    ];

    public static IEnumerable<ReportSection> Of(IReadOnlyList<object> items)
    {
        var differences = items.OfType<SchemaDifference>().ToList();
        if (differences.Count == 0) yield break;
        yield return new()
        {
            Title = "Schema differences",
            State = ReportState.Bad,
            Summary = $"{ReportText.Of(differences.Count, "difference")} of {ReportText.Of(differences.Select(one => (one.Kind, one.Schema, one.Name)).Distinct().Count(), "object")}.",
            Columns = Columns,
            Rows = differences.ConvertAll(one => new ReportRow
            {
                State = ReportState.Bad,
                Name = one.Property is null ? $"{one.Kind} {Name(one)}" : $"{one.Kind} {Name(one)} {one.Property}",
                Cells = [one.Status.ToString(), one.Kind, Name(one), one.Property, one.Left, one.Right],
                Message = one.ToString(),
            }),
        };
    }

    private static string Name(SchemaDifference one) => one.Schema is null ? one.Name : $"{one.Schema}.{one.Name}";
}

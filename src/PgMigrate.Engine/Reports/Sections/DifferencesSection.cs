namespace PgMigrate.Engine.Reports;

/// <summary>What a copy or an export has in another form than the source.</summary>
internal static class DifferencesSection
{
    private static readonly ReportColumn[] Columns =
        [new("Kind", ReportColumnKind.Status), new("Object", ReportColumnKind.Code), new("What", ReportColumnKind.Text), new("Remedy", ReportColumnKind.Text)];

    public static ReportSection Of(string title, IReadOnlyList<MigrationFinding> findings)
    {
        var rows = findings.Select(finding => new ReportRow
        {
            State = ReportState.Attention,
            Name = $"{finding.Kind}: {finding.Object}",
            Cells = [finding.Kind.ToString(), finding.Object, finding.What, finding.Remedy],
            Message = $"{finding.What} {finding.Remedy}",
        }).ToList();
        return new()
        {
            Title = title,
            State = ReportState.Attention,
            Summary = $"Told: {ReportText.Of(findings.Count, "difference")}.",
            Columns = Columns,
            Rows = rows,
        };
    }
}

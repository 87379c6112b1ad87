using System.Globalization;

namespace PgMigrate.Engine.Reports;

/// <summary>What assessments found.</summary>
internal static class FindingsSection
{
    private static readonly ReportColumn[] Columns =
        [new("Severity", ReportColumnKind.Status), new("Check", ReportColumnKind.Code), new("Object", ReportColumnKind.Code), new("What", ReportColumnKind.Text), new("Remedy", ReportColumnKind.Text)];

    public static IEnumerable<ReportSection> Of(IReadOnlyList<object> items)
    {
        foreach (var database in items.OfType<AssessmentFinding>().GroupBy(finding => finding.Database))
        {
            var findings = database.OrderByDescending(finding => finding.Severity).ToList();
            var rows = findings.ConvertAll(Row);
            yield return new()
            {
                Title = database.Key is null ? "Findings" : $"Findings in {database.Key}",
                State = ReportSection.Worst(rows.Where(row => row.State >= ReportState.Attention)),
                Summary = string.Join(", ", findings.GroupBy(finding => finding.Severity).Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Count()} {Word(group.Key, group.Count() == 1)}"))) + ".",
                Columns = Columns,
                Rows = rows,
            };
        }
    }

    private static ReportRow Row(AssessmentFinding finding) => new()
    {
        State = StateOf(finding.Severity),
        Name = $"{finding.Check}: {finding.Object}",
        Cells = [finding.Severity.ToString(), finding.Check, finding.Object, finding.What, finding.Remedy],
        Message = $"{finding.What} {finding.Remedy}",
        Details = finding.Statement,
    };

    private static ReportState StateOf(FindingSeverity severity) => severity switch
    {
        FindingSeverity.Error => ReportState.Bad,
        FindingSeverity.Warning => ReportState.Attention,
        FindingSeverity.NotChecked => ReportState.NotChecked,
        _ => ReportState.Neutral,
    };

    private static string Word(FindingSeverity severity, bool isOne) => severity switch
    {
        FindingSeverity.Error => isOne ? "error" : "errors",
        FindingSeverity.Warning => isOne ? "warning" : "warnings",
        FindingSeverity.NotChecked => "not checked",
        _ => "for information",
    };
}

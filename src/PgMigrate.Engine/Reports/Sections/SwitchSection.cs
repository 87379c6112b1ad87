namespace PgMigrate.Engine.Reports;

/// <summary>Where applications were pointed at.</summary>
internal static class SwitchSection
{
    private static readonly ReportColumn[] Columns =
    [
        new("Variable", ReportColumnKind.Code), new("Place", ReportColumnKind.Code), new("Status", ReportColumnKind.Status), new("Before", ReportColumnKind.Code),
        new("Now", ReportColumnKind.Code), new("Copy of before", ReportColumnKind.Code), new("Remark", ReportColumnKind.Text),
    ];

    public static IEnumerable<ReportSection> Of(IReadOnlyList<object> items)
    {
        var switches = items.OfType<DatabaseUrlSwitch>().ToList();
        if (switches.Count == 0) yield break;
        var rows = switches.ConvertAll(one => new ReportRow
        {
            State = one.Warnings.Count > 0 ? ReportState.Attention : ReportState.Good,
            Name = $"{one.Name} in {one.Path}",
            Cells = [one.Name, one.Path, one.IsChanged ? "Switched" : "Unchanged", one.OldUrl, one.NewUrl, one.BackupPath, one.Warnings.Count == 0 ? null : string.Join(" ", one.Warnings)],
            Message = one.Warnings.Count == 0 ? null : string.Join(" ", one.Warnings),
        });
        yield return new()
        {
            Title = "Switch",
            State = ReportSection.Worst(rows),
            Summary = $"Changed: {ReportText.Of(switches.Count(one => one.IsChanged))} of {ReportText.Of(switches.Count, "place")}.",
            Columns = Columns,
            Rows = rows,
        };
    }
}

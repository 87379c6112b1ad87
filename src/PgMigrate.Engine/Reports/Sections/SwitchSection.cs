namespace PgMigrate.Engine.Reports;

/// <summary>Where applications were pointed at.</summary>
internal static class SwitchSection
{
    private static readonly ReportColumn[] Columns =
    [
        new("Variable", ReportColumnKind.Code), new("Place", ReportColumnKind.Code), new("Status", ReportColumnKind.Status), new("Before", ReportColumnKind.Code),
        new("After", ReportColumnKind.Code), new("Way back", ReportColumnKind.Code), new("Remark", ReportColumnKind.Text),
    ];

    public static IEnumerable<ReportSection> Of(IReadOnlyList<object> items)
    {
        var switches = items.OfType<DatabaseUrlSwitch>().ToList();
        if (switches.Count == 0) yield break;
        var rows = switches.ConvertAll(one => new ReportRow
        {
            State = StateOf(one),
            Name = $"{one.Name} in {one.Target}",
            Cells = [one.Name, one.Target, one.Status.ToString(), one.OldUrl, one.NewUrl, one.JournalPath, Remark(one)],
            Message = Remark(one),
        });
        yield return new()
        {
            Title = "Switch",
            State = ReportSection.Worst(rows),
            Summary = $"Changed: {ReportText.Of(switches.Count(one => one.IsChanged && one.Status != SwitchStatus.Planned))} of {ReportText.Of(switches.Count, "place")}.",
            Columns = Columns,
            Rows = rows,
        };
    }

    private static ReportState StateOf(DatabaseUrlSwitch one)
    {
        if (one.Error is not null || one.Status == SwitchStatus.Unknown) return ReportState.Bad;
        return one.Warnings.Count > 0 ? ReportState.Attention : ReportState.Good;
    }

    private static string? Remark(DatabaseUrlSwitch one)
    {
        var words = string.Join(" ", new[] { one.Error, one.Remedy }.OfType<string>().Concat(one.Warnings));
        return words.Length == 0 ? null : words;
    }
}

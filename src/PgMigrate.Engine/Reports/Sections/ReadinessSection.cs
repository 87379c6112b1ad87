namespace PgMigrate.Engine.Reports;

/// <summary>The verdict of an assessment before a migration.</summary>
internal static class ReadinessSection
{
    public static IEnumerable<ReportSection> Of(IReadOnlyList<object> items) => items.OfType<MigrationReadiness>().Select(readiness => new ReportSection
    {
        Title = "Readiness",
        State = readiness.Grade switch
        {
            ReadinessGrade.A => ReportState.Good,
            ReadinessGrade.B => ReportState.Attention,
            _ => ReportState.Bad,
        },
        Summary = $"Grade {readiness.Grade}: {ReportText.Of(readiness.Errors, "error")}, {ReportText.Of(readiness.Warnings, "warning")}, {ReportText.Of(readiness.Remarks, "remark")}.",
        Facts = [.. Facts(readiness)],
    });

    private static IEnumerable<ReportFact> Facts(MigrationReadiness readiness)
    {
        yield return new("Source", readiness.Source);
        if (readiness.SourceVersion is { } version) yield return new("Source's version", version);
        if (readiness.Destination is { } destination) yield return new("Destination", destination);
        if (readiness.DestinationVersion is { } newer) yield return new("Destination's version", newer);
        yield return new("Tables", ReportText.Of(readiness.Tables));
        yield return new("Objects", ReportText.Of(readiness.Objects));
        if (readiness.Rows is { } rows) yield return new("Rows (estimated)", ReportText.Of(rows));
        yield return new("Data", ByteSize.Format(readiness.Bytes));
        yield return new("Indexes", ByteSize.Format(readiness.IndexBytes));
        if (readiness.Estimate is not { } estimate) yield break;
        yield return new("Expected time", $"{ReportText.Of(estimate.Duration)} to {ReportText.Of(estimate.LongestDuration)}");
        yield return new("It rests on", estimate.Basis);
    }
}

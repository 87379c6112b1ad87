using PgMigrate.Engine.Assessment;

namespace PgMigrate.Engine.Readiness;

/// <summary>Collects what the verdict says beside the findings.</summary>
internal sealed class ReadinessVerdict(ReadinessRequest request)
{
    /// <summary>What is known so far.</summary>
    public ReadinessFacts? Facts { get; set; }

    public long IndexBytes { get; set; }

    public MigrationEstimate? Estimate { get; set; }

    public MigrationReadiness Sum(AssessmentVerdict verdict)
    {
        var rows = Facts?.Entries.Where(entry => entry.HasRows).ToList() ?? [];
        return new()
        {
            Source = request.Source.ToString(),
            Destination = request.Destination?.ToString(),
            Grade = verdict.Count(FindingSeverity.Error) > 0 ? ReadinessGrade.C : verdict.Count(FindingSeverity.Warning) > 0 ? ReadinessGrade.B : ReadinessGrade.A,
            Errors = verdict.Count(FindingSeverity.Error),
            Warnings = verdict.Count(FindingSeverity.Warning),
            Remarks = verdict.Count(FindingSeverity.Information),
            NotChecked = verdict.Count(FindingSeverity.NotChecked),
            SourceVersion = VersionOf(Facts?.Source),
            DestinationVersion = VersionOf(Facts?.Destination),
            SourceHost = Facts?.SourceHost.Host ?? request.Source.Provider,
            DestinationHost = Facts is { Destination: not null } ? Facts.DestinationHost.Host : null,
            Tables = rows.Count,
            Objects = Facts?.Entries.Count(entry => !entry.HasData) ?? 0,
            Rows = rows.TrueForAll(entry => entry.DataRows is not null) ? rows.Sum(entry => entry.DataRows!.Value) : null,
            Bytes = rows.Sum(entry => entry.DataBytes),
            IndexBytes = IndexBytes,
            Estimate = Estimate,
        };
    }

    /// <summary>Such as 15.4, of 150004.</summary>
    private static string? VersionOf(AssessmentSession? session)
        => session is null ? null : FormattableString.Invariant($"{session.Catalog.ServerVersion / 10000}.{session.Catalog.ServerVersion % 10000}");
}

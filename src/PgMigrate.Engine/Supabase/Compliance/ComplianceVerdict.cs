namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>Sums findings up: whether a script shall go on.</summary>
/// <param name="failOn">The least severity that fails.</param>
public sealed class ComplianceVerdict(FindingSeverity failOn)
{
    private readonly Dictionary<FindingSeverity, int> counts = [];

    public int Count(FindingSeverity severity) => counts.GetValueOrDefault(severity);

    public bool IsFailed => counts.Any(pair => pair.Key >= failOn);

    public void Add(AssessmentFinding finding) => counts[finding.Severity] = Count(finding.Severity) + 1;

    /// <summary>The error of a database that fails.</summary>
    public MigrationException Failure(DatabaseEndpoint database) => new(
        "ComplianceFailed", MigrationErrorCategory.InvalidOperation, $"The database does not comply: {this}.")
    {
        Subject = database.ToString(),
        Remedy = "See to the findings; each says what to do.",
    };

    public override string ToString()
        => $"{Count(FindingSeverity.Error)} errors, {Count(FindingSeverity.Warning)} warnings, {Count(FindingSeverity.Information)} remarks, "
            + $"{Count(FindingSeverity.NotChecked)} not checked";
}

namespace PgMigrate.Engine.Assessment;

/// <summary>Sums findings up: whether a script shall go on.</summary>
/// <param name="failOn">The least severity that fails.</param>
public sealed class AssessmentVerdict(FindingSeverity failOn)
{
    private readonly Dictionary<FindingSeverity, int> counts = [];
    private AssessmentFinding? first;

    /// <summary>Whether one of the findings is as severe as that.</summary>
    public bool IsFailed => first is not null;

    public int Count(FindingSeverity severity) => counts.GetValueOrDefault(severity);

    public void Add(AssessmentFinding finding)
    {
        counts[finding.Severity] = Count(finding.Severity) + 1;
        if (finding.Severity >= failOn) first ??= finding;
    }

    /// <summary>The error of what fails.</summary>
    /// <param name="errorId">Its stable name.</param>
    /// <param name="message">What failed, as the beginning of a sentence.</param>
    /// <param name="subject">What was looked at, without passwords.</param>
    public MigrationException Failure(string errorId, string message, string subject) => new(
        errorId, MigrationErrorCategory.InvalidOperation, $"{message}: {this}. The first: {first?.Check} {first?.Object}: {first?.What}")
    {
        Subject = subject,
        Remedy = "See to the findings; each says what to do.",
    };

    public override string ToString()
        => $"{Count(FindingSeverity.Error)} errors, {Count(FindingSeverity.Warning)} warnings, {Count(FindingSeverity.Information)} remarks, "
            + $"{Count(FindingSeverity.NotChecked)} not checked";
}

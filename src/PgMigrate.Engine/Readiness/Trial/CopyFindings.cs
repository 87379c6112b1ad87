namespace PgMigrate.Engine.Readiness;

/// <summary>Tells what a copy itself would say as findings of an assessment, in the same words. Pure.</summary>
internal static class CopyFindings
{
    /// <summary>A copy would end, or not begin.</summary>
    public const string Refused = "copy_refused";

    /// <summary>The destination refuses a statement.</summary>
    public const string StatementFails = "copy_statement_fails";

    /// <summary>What the host's API reaches.</summary>
    public const string ApiAccess = "api_access";

    private const string Prefix = "copy_";

    /// <summary>The checks that come from the copy.</summary>
    public static IReadOnlyList<string> Names { get; } = [Refused, StatementFails, ApiAccess, .. Enum.GetValues<MigrationFindingKind>().Select(NameOf)];

    public static string NameOf(MigrationFindingKind kind) => Prefix + string.Concat(kind.ToString().Select((letter, place) => char.IsUpper(letter) && place > 0 ? "_" + char.ToLowerInvariant(letter) : char.ToLowerInvariant(letter).ToString()));

    /// <summary>What is brought otherwise, or left out, and does not end the copy.</summary>
    public static AssessmentFinding Of(MigrationFinding finding) => Of(
        finding, finding.Remedy.StartsWith("Nothing is to be done", StringComparison.Ordinal) ? FindingSeverity.Information : FindingSeverity.Warning);

    /// <summary>What can't come and ends the copy; what only follows from it is a warning.</summary>
    public static AssessmentFinding OfLoss(MigrationFinding loss) => Of(loss, loss.Kind == MigrationFindingKind.LeftOut ? FindingSeverity.Warning : FindingSeverity.Error);

    public static AssessmentFinding Of(MigrationFinding finding, FindingSeverity severity) => new()
    {
        Check = NameOf(finding.Kind),
        Severity = severity,
        Object = finding.Object,
        What = finding.What,
        Remedy = finding.Remedy,
    };

    public static AssessmentFinding Of(MigrationException refusal, string check = Refused) => new()
    {
        Check = check,
        Severity = FindingSeverity.Error,
        Object = refusal.Subject ?? refusal.ErrorId,
        What = refusal.Message,
        Remedy = refusal.Remedy ?? "Correct what the message complains of.",
    };
}

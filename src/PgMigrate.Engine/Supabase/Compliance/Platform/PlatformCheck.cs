namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>Asks about something that no database knows: the host does.</summary>
internal abstract class PlatformCheck
{
    public abstract string Name { get; }

    public virtual IReadOnlyList<ComplianceStandard> Standards { get; } = [ComplianceStandard.Supabase, ComplianceStandard.Hipaa];

    /// <summary>What it asks, as the beginning of a sentence: <c>Whether …</c>.</summary>
    protected abstract string Asks { get; }

    protected virtual string WhereToLook => "Look in the project's dashboard, or give -Token to ask Supabase's Management API.";

    /// <summary>The finding that nobody asked.</summary>
    public IReadOnlyList<AssessmentFinding> Question()
        => [Finding(FindingSeverity.NotChecked, "host", $"{Asks} is not checkable over SQL.", WhereToLook)];

    /// <summary>The finding that the host was asked and did not say.</summary>
    public IReadOnlyList<AssessmentFinding> Unanswered(string subject, MigrationException failure)
        => [Finding(FindingSeverity.NotChecked, subject, $"{Asks} was not checked: {failure.Message}", failure.Remedy ?? WhereToLook)];

    /// <summary>One finding for each violation; none where all is well.</summary>
    /// <exception cref="MigrationException">The API refused, failed or answered what it does not document.</exception>
    public abstract Task<IReadOnlyList<AssessmentFinding>> AskAsync(ManagementApi api, SupabaseProject project, CancellationToken cancellationToken);

    protected AssessmentFinding Finding(FindingSeverity severity, string subject, string what, string remedy) => new()
    {
        Check = Name,
        Severity = severity,
        Object = subject,
        What = what,
        Remedy = remedy,
    };
}

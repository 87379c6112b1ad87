using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Supabase.Compliance;

/// <summary>Looks for one kind of violation, over SQL.</summary>
internal abstract class ComplianceCheck
{
    /// <summary>The stable name that its findings carry.</summary>
    public abstract string Name { get; }

    public abstract FindingSeverity Severity { get; }

    /// <summary>The standards that ask for it.</summary>
    public virtual IReadOnlyList<ComplianceStandard> Standards { get; } = [ComplianceStandard.Supabase, ComplianceStandard.Hipaa];

    /// <summary>One finding for each violation, by object; none where the database passes.</summary>
    /// <exception cref="MigrationException">SourceNotRead: the server refused, or the connection broke.</exception>
    public abstract Task<List<AssessmentFinding>> RunAsync(CatalogSession session, CancellationToken cancellationToken);

    protected AssessmentFinding Finding(string subject, string what, string remedy, string? statement = null) => new()
    {
        Check = Name,
        Severity = Severity,
        Object = subject,
        What = what,
        Remedy = remedy,
        Statement = statement,
    };

    /// <summary>Says that nobody looked, and who can.</summary>
    protected AssessmentFinding NotChecked(string subject, string what, string remedy)
        => Finding(subject, what, remedy) with { Severity = FindingSeverity.NotChecked };
}

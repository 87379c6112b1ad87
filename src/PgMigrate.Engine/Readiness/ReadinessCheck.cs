namespace PgMigrate.Engine.Readiness;

/// <summary>Looks for one kind of thing that a migration has to reckon with.</summary>
internal abstract class ReadinessCheck
{
    /// <summary>The stable name that its findings carry.</summary>
    public abstract string Name { get; }

    /// <summary>Whether what it looks at is there.</summary>
    public abstract bool Concerns(ReadinessFacts facts);

    /// <summary>The findings, by object; none where there is nothing to say.</summary>
    /// <exception cref="MigrationException">SourceNotRead: a server refused, or the connection broke.</exception>
    public abstract Task<List<AssessmentFinding>> RunAsync(ReadinessFacts facts, CancellationToken cancellationToken);

    protected AssessmentFinding Finding(FindingSeverity severity, string subject, string what, string remedy, string? statement = null) => new()
    {
        Check = Name,
        Severity = severity,
        Object = subject,
        What = what,
        Remedy = remedy,
        Statement = statement,
    };
}

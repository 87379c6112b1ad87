namespace PgMigrate;

/// <summary>One step of a migration: what it does, how it stands and what came of it.</summary>
public sealed record MigrationStep
{
    public required MigrationStepName Name { get; init; }

    public MigrationStepStatus Status { get; init; }

    /// <summary>What the step does here, in one sentence.</summary>
    public required string Description { get; init; }

    /// <summary>What came of it, or why it was left out; null as long as it is to come.</summary>
    public string? Outcome { get; init; }

    /// <summary>When it was begun last; null where it was not.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>How long it took the last time.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Why it failed; null where it did not.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>What to do about that.</summary>
    public string? Remedy { get; init; }

    public override string ToString() => $"{Name}: {Status}";
}

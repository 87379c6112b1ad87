namespace PgMigrate;

/// <summary>How a program fared after it was given another database.</summary>
public sealed record MigrationHealth
{
    public required bool IsHealthy { get; init; }

    /// <summary>The address that was asked, without what may be secret in it; null where none was named.</summary>
    public string? Uri { get; init; }

    /// <summary>How often it was asked.</summary>
    public int Attempts { get; init; }

    /// <summary>How often it gave no good answer.</summary>
    public int Errors { get; init; }

    /// <summary>The last questions, at most 100.</summary>
    public IReadOnlyList<HealthAttempt> Log { get; init; } = [];

    /// <summary>The lines of the program's own logs, written since the switch, that tell of errors.</summary>
    public long LogErrors { get; init; }

    /// <summary>The last of those lines, at most 20, without the databases' passwords.</summary>
    public IReadOnlyList<string> LogLines { get; init; } = [];

    /// <summary>How long a new connection to the database took.</summary>
    public TimeSpan ConnectTime { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public TimeSpan Elapsed { get; init; }

    public override string ToString() => IsHealthy ? "Healthy" : "Not healthy";
}

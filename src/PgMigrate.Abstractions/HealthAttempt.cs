namespace PgMigrate;

/// <summary>One question to a program whether it is well.</summary>
public sealed record HealthAttempt
{
    public required DateTimeOffset At { get; init; }

    /// <summary>The answer's HTTP status; null where there was no answer.</summary>
    public int? StatusCode { get; init; }

    public TimeSpan Elapsed { get; init; }

    /// <summary>Why it does not count as well; null where it does.</summary>
    public string? Error { get; init; }
}

namespace PgMigrate.Engine.Connections;

/// <summary>How a connection is tested.</summary>
public sealed record ConnectionTestOptions
{
    /// <summary>How many round trips are measured, at least one.</summary>
    public int Pings { get; init; } = 20;

    /// <summary>How often opening is tried again after a transient failure.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>The pause before the first retry; it doubles, with jitter.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(2);
}

namespace PgMigrate.Engine.Connections;

/// <summary>How the connections of one run are opened.</summary>
internal sealed record ConnectorOptions
{
    /// <summary>What pg_stat_activity shows.</summary>
    public string ApplicationName { get; init; } = "PgMigrate";

    /// <summary>The size in bytes of the driver's read and write buffers.</summary>
    public int BufferSize { get; init; } = 8192;

    /// <summary>How often opening is tried again after a transient failure.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>The pause before the first retry; it doubles, with jitter.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(2);
}

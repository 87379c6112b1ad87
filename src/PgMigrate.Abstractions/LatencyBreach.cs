namespace PgMigrate;

/// <summary>A budget that was not kept.</summary>
public sealed record LatencyBreach
{
    public required LatencyBudget Budget { get; init; }

    /// <summary>The query's name, or the database that was connected to.</summary>
    public required string Object { get; init; }

    /// <summary>What was measured and what was allowed, in one sentence.</summary>
    public required string What { get; init; }

    public override string ToString() => What;
}

namespace PgMigrate.Benchmarks;

/// <summary>What all benchmarks have in common.</summary>
internal sealed record BenchmarkOptions
{
    /// <summary>The measured rounds, after one that warms up.</summary>
    public required int Rounds { get; init; }

    /// <summary>Multiplies the rows.</summary>
    public required int Scale { get; init; }
}

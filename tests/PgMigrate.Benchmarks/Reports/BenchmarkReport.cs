using PgMigrate.Benchmarks.Contests;

namespace PgMigrate.Benchmarks.Reports;

/// <summary>All that one call measured.</summary>
internal sealed record BenchmarkReport
{
    public required Machine Machine { get; init; }

    public required BenchmarkOptions Options { get; init; }

    public IReadOnlyList<ContestResult> Contests { get; init; } = [];

    public ImportResult? Import { get; init; }

    /// <summary>What could not be measured here, and why.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];
}

using PgMigrate.Benchmarks.Measuring;

namespace PgMigrate.Benchmarks.Contests;

/// <summary>One contender's measured runs.</summary>
internal sealed record Standing
{
    public required string Name { get; init; }

    public required bool IsOurs { get; init; }

    public IReadOnlyList<Measurement> Runs { get; init; } = [];

    /// <summary>What stood in the destination after its last run.</summary>
    public Contents? Contents { get; init; }

    /// <summary>How large the last archive was that it wrote; null where it wrote none.</summary>
    public long? ArchiveBytes { get; init; }

    public double MedianSeconds => Median.Of(Runs.Select(run => run.Elapsed.TotalSeconds))!.Value;

    public double? MedianProcessorSeconds => Median.Of(Runs.Where(run => run.Processor is not null).Select(run => run.Processor!.Value.TotalSeconds));

    /// <summary>The highest of all runs.</summary>
    public long? PeakBytes => Runs.Max(run => run.PeakBytes);
}

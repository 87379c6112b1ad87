namespace PgMigrate.Benchmarks.Measuring;

/// <summary>One run of a program, from its start to its exit.</summary>
/// <param name="Elapsed">Wall time.</param>
/// <param name="Processor">User and system time of the program and its children; null where the system does not tell.</param>
/// <param name="PeakBytes">Peak resident memory, summed over the program and its children; null where the system does not tell.</param>
internal sealed record Measurement(TimeSpan Elapsed, TimeSpan? Processor, long? PeakBytes);

namespace PgMigrate;

/// <summary>The verdict of a measurement of latencies, after all its records.</summary>
public sealed record LatencyReport
{
    /// <summary>The source, without its password.</summary>
    public required string Source { get; init; }

    /// <summary>The destination, without its password; null where one database was measured alone.</summary>
    public string? Destination { get; init; }

    /// <summary>Whether every budget was kept and every query answered.</summary>
    public bool IsWithinBudget => Breaches.Count == 0;

    /// <summary>How many queries were measured.</summary>
    public int Queries { get; init; }

    /// <summary>How many of them an end did not answer.</summary>
    public int FailedQueries { get; init; }

    /// <summary>How many runs of queries were measured, at both ends.</summary>
    public long Samples { get; init; }

    /// <summary>The time that 95 of 100 runs of each query shall keep; null where it was not asked.</summary>
    public TimeSpan? P95Budget { get; init; }

    /// <summary>The time that 99 of 100 runs of each query shall keep; null where it was not asked.</summary>
    public TimeSpan? P99Budget { get; init; }

    /// <summary>The time in which 95 of 100 connections shall be there.</summary>
    public TimeSpan ConnectionBudget { get; init; }

    /// <summary>How many times as long as at the source a query may take; null where it was not asked.</summary>
    public double? MaxRatio { get; init; }

    /// <summary>The budgets that were not kept.</summary>
    public IReadOnlyList<LatencyBreach> Breaches { get; init; } = [];

    public DateTimeOffset StartedAt { get; init; }

    public TimeSpan Elapsed { get; init; }

    public override string ToString() => IsWithinBudget ? $"{Queries} queries kept every budget" : $"{Breaches.Count} budgets were not kept";
}

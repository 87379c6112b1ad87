using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Performance;

/// <summary>What to measure, how often, and what it is held against.</summary>
public sealed record LatencyRequest
{
    public required DatabaseEndpoint Source { get; init; }

    /// <summary>Null to measure one database alone.</summary>
    public DatabaseEndpoint? Destination { get; init; }

    /// <summary>The queries; empty for such as the source's tables suggest.</summary>
    public IReadOnlyList<LatencyQuery> Queries { get; init; } = [];

    /// <summary>The tables that suggested queries are about.</summary>
    public TableSelection Selection { get; init; } = TableSelection.All;

    /// <summary>How many runs of each query are measured at each end.</summary>
    public int Count { get; init; } = 200;

    /// <summary>How many runs go before on each connection, and are not counted.</summary>
    public int Warmup { get; init; } = 10;

    /// <summary>How many connections are opened and measured at each end.</summary>
    public int ConnectionCount { get; init; } = 10;

    /// <summary>The longest time for one query, both ends together; runs that are missing then are left out.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The longest time that a server may take for one run.</summary>
    public TimeSpan StatementTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many connections at each end run a query at the same time.</summary>
    public int ThrottleLimit { get; init; } = 1;

    /// <summary>The time that 95 of 100 runs of each query shall keep at the destination, or at the only database.</summary>
    public TimeSpan? P95Budget { get; init; }

    /// <summary>The time that 99 of 100 runs of each query shall keep there.</summary>
    public TimeSpan? P99Budget { get; init; }

    /// <summary>The time in which 95 of 100 connections shall be there.</summary>
    public TimeSpan ConnectionBudget { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How many times as long as at the source a query's median may be at the destination.</summary>
    public double? MaxRatio { get; init; }

    /// <exception cref="MigrationException">ParametersConflict or LatencyQueryRefused.</exception>
    public void Validate()
    {
        if (MaxRatio is not null && Destination is null)
        {
            throw new MigrationException("ParametersConflict", MigrationErrorCategory.InvalidArgument, "-MaxRatio compares two ends, and there is no -Destination.")
            {
                Remedy = "Name a destination, or leave -MaxRatio out.",
            };
        }

        foreach (var query in Queries) ReadingQuery.Require(query);
    }
}

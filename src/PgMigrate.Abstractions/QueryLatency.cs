namespace PgMigrate;

/// <summary>How long one query takes at each end.</summary>
public sealed record QueryLatency
{
    /// <summary>What the query is called.</summary>
    public required string Name { get; init; }

    /// <summary>The query.</summary>
    public required string Sql { get; init; }

    public required LatencyFigures Source { get; init; }

    /// <summary>Null where one database was measured alone.</summary>
    public LatencyFigures? Destination { get; init; }

    /// <summary>How many times as long the destination's median is as the source's; null where one of them is not known.</summary>
    public double? Ratio { get; init; }

    /// <summary>The budgets that the query did not keep.</summary>
    public IReadOnlyList<LatencyBreach> Breaches { get; init; } = [];

    /// <summary>Whether it kept all of them.</summary>
    public bool IsWithinBudget => Breaches.Count == 0;

    public override string ToString() => Destination is null ? $"{Name}: {Source}" : $"{Name}: {Source} -> {Destination}";
}

namespace PgMigrate.Benchmarks.Contests;

/// <summary>How a contest ended.</summary>
internal sealed record ContestResult
{
    public required string Title { get; init; }

    public required long Rows { get; init; }

    public required IReadOnlyList<Standing> Standings { get; init; }

    public required IReadOnlyList<string> Absent { get; init; }

    /// <summary>The median time of one of ours in parts of the peer's; null for a peer, and where there is none.</summary>
    public double? RatioOf(Standing standing)
        => standing.IsOurs && Standings.FirstOrDefault(other => !other.IsOurs) is { } peer ? standing.MedianSeconds / peer.MedianSeconds : null;
}

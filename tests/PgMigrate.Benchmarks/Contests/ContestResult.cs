namespace PgMigrate.Benchmarks.Contests;

/// <summary>How a contest ended.</summary>
internal sealed record ContestResult
{
    public required string Title { get; init; }

    public required long Rows { get; init; }

    public required IReadOnlyList<Standing> Standings { get; init; }

    public required IReadOnlyList<string> Absent { get; init; }

    /// <summary>The median time of one of ours in parts of the fastest peer's; null for a peer, and where there is none.</summary>
    public double? RatioOf(Standing standing)
        => standing.IsOurs && Standings.Where(other => !other.IsOurs).MinBy(peer => peer.MedianSeconds) is { } fastest
            ? standing.MedianSeconds / fastest.MedianSeconds
            : null;
}

using PgMigrate.Benchmarks.Programs;

namespace PgMigrate.Benchmarks.Contests;

/// <summary>One job and the programs that do it.</summary>
internal sealed record Contest
{
    public required string Title { get; init; }

    public required IReadOnlyList<Contender> Contenders { get; init; }

    /// <summary>The peers that are not installed here.</summary>
    public IReadOnlyList<string> Absent { get; init; } = [];

    /// <summary>The database that each fresh destination is made like; null for an empty one.</summary>
    public string? Template { get; init; }

    /// <summary>The rows that must have arrived for a run to count.</summary>
    public required long Rows { get; init; }
}

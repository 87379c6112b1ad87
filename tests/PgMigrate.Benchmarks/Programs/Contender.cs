using System.Diagnostics;

namespace PgMigrate.Benchmarks.Programs;

/// <summary>A program that does the job of a contest.</summary>
/// <param name="Name">What it is called in the tables.</param>
/// <param name="IsOurs">Whether it is PgMigrate; the others are its peers.</param>
/// <param name="Start">The program's start for a destination database.</param>
internal sealed record Contender(string Name, bool IsOurs, Func<string, ProcessStartInfo> Start)
{
    /// <summary>The archive that it makes instead of filling the destination; null where it fills it.</summary>
    public string? Archive { get; init; }

    /// <summary>What brings the archive into the destination, so that its rows can be counted; not measured.</summary>
    public Func<string, ProcessStartInfo>? Restore { get; init; }
}

namespace PgMigrate;

/// <summary>A whole migration, as its journal remembers it. No password and no token is in it.</summary>
public sealed record DatabaseMigration
{
    public required Guid Id { get; init; }

    /// <summary>The source, without its password.</summary>
    public required string Source { get; init; }

    /// <summary>The destination, without its password.</summary>
    public required string Destination { get; init; }

    public required DatabaseMigrationStatus Status { get; init; }

    /// <summary>The steps, in their order.</summary>
    public IReadOnlyList<MigrationStep> Steps { get; init; } = [];

    public DateTimeOffset StartedAt { get; init; }

    /// <summary>The time that its steps took, over all calls.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Whether the source's database is still kept from being written to.</summary>
    public bool IsFenced { get; init; }

    /// <summary>When the program was given the new URL; null before, and after the way back.</summary>
    public DateTimeOffset? SwitchedAt { get; init; }

    /// <summary>The rows that were written to the source since both ends were compared, as far as its statistics tell; null where that is not known.</summary>
    public long? SourceWrites { get; init; }

    /// <summary>The rows that were written to the destination since the switch; null where that is not known.</summary>
    public long? DestinationWrites { get; init; }

    /// <summary>The file that keeps the source; null where there is none.</summary>
    public string? BackupPath { get; init; }

    /// <summary>The report's files.</summary>
    public IReadOnlyList<string> ReportPath { get; init; } = [];

    /// <summary>The journal's file; null where the destination keeps it.</summary>
    public string? JournalPath { get; init; }

    /// <summary>Why it ended early; null where it did not.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>What to do now.</summary>
    public string? Remedy { get; init; }

    /// <summary>The failure with its stable id. Internal so that the record stays data alone.</summary>
    internal MigrationException? Error { get; init; }

    public override string ToString() => $"{Source} -> {Destination}: {Status}";
}

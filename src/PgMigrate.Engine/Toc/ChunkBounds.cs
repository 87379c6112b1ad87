namespace PgMigrate.Engine.Toc;

/// <summary>A part of a table's rows: from a lower bound (inclusive) up to an upper bound (exclusive).</summary>
public sealed record ChunkBounds
{
    /// <summary>The one chunk of a table that is not cut.</summary>
    public static ChunkBounds Whole { get; } = new() { Number = 1, Kind = ChunkKind.Whole };

    /// <summary>The chunk's number within its table, from 1.</summary>
    public required int Number { get; init; }

    public required ChunkKind Kind { get; init; }

    /// <summary>The partition that the rows are read from, quoted; null for the table itself.</summary>
    public string? Relation { get; init; }

    /// <summary>
    /// The key's column for <see cref="ChunkKind.KeyRange"/>, and for <see cref="ChunkKind.RowidRange"/> where a column names the rowid;
    /// else null.
    /// </summary>
    public string? Column { get; init; }

    /// <summary>The first key, block, rowid or byte; null where the chunk is open below.</summary>
    public long? From { get; init; }

    /// <summary>The first key, block, rowid or byte of the next chunk; null where the chunk is open above.</summary>
    public long? Upto { get; init; }

    /// <summary>The expected rows; 0 where not known.</summary>
    public long EstimatedRows { get; init; }

    /// <summary>The expected bytes on disk; 0 where not known.</summary>
    public long EstimatedBytes { get; init; }
}

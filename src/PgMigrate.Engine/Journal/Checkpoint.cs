using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Journal;

/// <summary>One line of the journal: a chunk of a table's rows, or an entry that is applied whole.</summary>
internal sealed record Checkpoint
{
    /// <summary>The entry's key.</summary>
    public required string Entry { get; init; }

    /// <summary>The destination's table, as <c>schema.name</c>; empty for entries without one.</summary>
    public string TableName { get; init; } = "";

    /// <summary>The chunk; number 0 stands for the entry's preparation, such as its TRUNCATE.</summary>
    public required ChunkBounds Chunk { get; init; }

    public CheckpointStatus Status { get; init; }

    public long Rows { get; init; }

    public long Rejected { get; init; }

    public long Bytes { get; init; }

    /// <summary>The reject file; null where no row was rejected.</summary>
    public string? RejectPath { get; init; }

    public string? ErrorMessage { get; init; }
}

namespace PgMigrate;

/// <summary>How far one activity has come: the run as a whole, or one table under it.</summary>
public sealed record MigrationProgress
{
    /// <summary>Identifies the activity within the run: 0 is the run, others are its tables, or what is made besides rows.</summary>
    public required int Id { get; init; }

    /// <summary>What is being done, such as <c>Copying tables</c> or <c>public.orders</c>.</summary>
    public required string Activity { get; init; }

    /// <summary>Where it stands, in words.</summary>
    public string Status { get; init; } = "";

    public long Rows { get; init; }

    /// <summary>The expected number of rows; null where it is not known.</summary>
    public long? TotalRows { get; init; }

    public long Bytes { get; init; }

    /// <summary>The expected number of bytes; null where it is not known.</summary>
    public long? TotalBytes { get; init; }

    /// <summary>The objects that are made so far, such as indexes.</summary>
    public int Objects { get; init; }

    /// <summary>The number of objects to make; null for rows.</summary>
    public int? TotalObjects { get; init; }

    /// <summary>The time left at the present rate; null where it is not known.</summary>
    public TimeSpan? Remaining { get; init; }

    /// <summary>True once, when the activity has ended, however it ended.</summary>
    public bool IsCompleted { get; init; }
}

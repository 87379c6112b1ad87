namespace PgMigrate;

/// <summary>What was written back to one table of the old database.</summary>
public sealed record TableCopyBackResult
{
    /// <summary>The old database's schema; <c>main</c> for a SQLite file.</summary>
    public required string Schema { get; init; }

    /// <summary>The table's name in the old database.</summary>
    public required string Table { get; init; }

    /// <summary>The rows that only the new database had.</summary>
    public long Inserted { get; init; }

    /// <summary>The rows that both had, and not the same.</summary>
    public long Updated { get; init; }

    /// <summary>The rows that only the old database had.</summary>
    public long Deleted { get; init; }

    /// <summary>Why nothing was written back, to this table or another; null where it was.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>The failure itself, for the error record; internal so that records serialize cleanly.</summary>
    internal MigrationException? Error { get; init; }

    public override string ToString() => ErrorMessage is null
        ? FormattableString.Invariant($"{Schema}.{Table}: {Inserted} inserted, {Updated} updated, {Deleted} deleted")
        : $"{Schema}.{Table}: not copied back";
}

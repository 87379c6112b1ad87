namespace PgMigrate.Engine.Toc;

/// <summary>A row that was not taken, and why.</summary>
public sealed record RejectedRow
{
    /// <summary>The table, as <c>schema.name</c>.</summary>
    public required string Table { get; init; }

    /// <summary>What finds the row again: its rowid, key or line, such as <c>rowid 17</c>.</summary>
    public required string Row { get; init; }

    /// <summary>The column at fault; null where it is not one column's.</summary>
    public string? Column { get; init; }

    /// <summary>Why, in one sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>The SQLSTATE of the server's error, if a server raised it.</summary>
    public string? SqlState { get; init; }

    /// <summary>The row in COPY's text format, as far as it can be written.</summary>
    public string? Data { get; init; }
}

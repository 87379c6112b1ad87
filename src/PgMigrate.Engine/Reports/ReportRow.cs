namespace PgMigrate.Engine.Reports;

/// <summary>A row of a report's table: one object, finding or table.</summary>
internal sealed record ReportRow
{
    public required ReportState State { get; init; }

    /// <summary>What the row is of, where it stands alone, as in a list of failed tests.</summary>
    public required string Name { get; init; }

    /// <summary>One for each column; null for nothing.</summary>
    public required IReadOnlyList<object?> Cells { get; init; }

    /// <summary>Why it is not good, in words that stand alone.</summary>
    public string? Message { get; init; }

    /// <summary>What is long and seldom read, such as a statement.</summary>
    public string? Details { get; init; }

    /// <summary>How long it took; null where that is not known.</summary>
    public TimeSpan? Elapsed { get; init; }
}

namespace PgMigrate.Engine.Reports;

/// <summary>A report before it is written in one form or another.</summary>
internal sealed record ReportDocument
{
    public required string Title { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The program that made it, with its version.</summary>
    public required string Program { get; init; }

    public required IReadOnlyList<ReportSection> Sections { get; init; }

    /// <summary>The objects that it is made of, in their order.</summary>
    public required IReadOnlyList<object> Items { get; init; }

    /// <summary>The most urgent of the sections.</summary>
    public ReportState State => Sections.Max(section => section.State);
}

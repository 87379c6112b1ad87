namespace PgMigrate.Engine.Journal;

/// <summary>One run, as the journal remembers it.</summary>
internal sealed record MigrationRun
{
    public required Guid Id { get; init; }

    /// <summary>The source without user and password: what makes two runs the same.</summary>
    public required string Source { get; init; }

    /// <summary>What else makes two runs the same, such as the copy mode.</summary>
    public required string Settings { get; init; }

    /// <summary>A fingerprint of the source when the run was planned; resuming compares it.</summary>
    public string SourceState { get; init; } = "";

    public required MigrationStatus Status { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The process that holds or held the run, such as <c>host, process 123</c>.</summary>
    public string Holder { get; init; } = "";
}

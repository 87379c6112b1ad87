namespace PgMigrate;

/// <summary>What became of one SQL file in a run.</summary>
public sealed record SupabaseMigrationResult
{
    public required SupabaseFileKind Kind { get; init; }

    /// <summary>The migration's version; null for roles and seeds.</summary>
    public string? Version { get; init; }

    /// <summary>The file's name.</summary>
    public required string File { get; init; }

    /// <summary>The file.</summary>
    public required string Path { get; init; }

    public required SupabaseMigrationOutcome Status { get; init; }

    /// <summary>The number of its statements.</summary>
    public required int Statements { get; init; }

    /// <summary>How many of them are in effect, from the first on.</summary>
    public required int StatementsApplied { get; init; }

    /// <summary>Whether the file ran in one transaction.</summary>
    public required bool RanInTransaction { get; init; }

    public TimeSpan Elapsed { get; init; }

    /// <summary>Why it failed, with the place and the words; null where it did not.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>The file's line where it failed, from 1; null where it did not, or where no line is to blame.</summary>
    public int? Line { get; init; }

    /// <summary>The SQLSTATE of the server's error.</summary>
    public string? SqlState { get; init; }

    /// <summary>The server's hint.</summary>
    public string? Hint { get; init; }

    /// <summary>The statement that failed, with passwords masked.</summary>
    public string? Statement { get; init; }

    /// <summary>The failure itself, for the error record; internal so that results serialize cleanly.</summary>
    internal MigrationException? Error { get; init; }

    public override string ToString() => ErrorMessage is null ? $"{File}: {Status}" : $"{File}: {Status}: {ErrorMessage}";
}

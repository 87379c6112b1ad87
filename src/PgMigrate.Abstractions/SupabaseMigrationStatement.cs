namespace PgMigrate;

/// <summary>One statement of a SQL file that is about to be run.</summary>
public sealed record SupabaseMigrationStatement
{
    /// <summary>What the file is for.</summary>
    public required SupabaseFileKind Kind { get; init; }

    /// <summary>The file's name.</summary>
    public required string File { get; init; }

    /// <summary>The migration's version; null for roles and seeds.</summary>
    public string? Version { get; init; }

    /// <summary>Its place among the file's statements, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>The file's line where it begins, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>Its words, without the semicolon and with passwords masked.</summary>
    public required string Text { get; init; }

    /// <summary>The number of rows that follow COPY … FROM stdin; null for other statements.</summary>
    public long? Rows { get; init; }

    /// <summary>Whether the whole file runs in one transaction.</summary>
    public required bool RunsInTransaction { get; init; }

    public override string ToString() => $"{File}:{Line}: {Text}";
}

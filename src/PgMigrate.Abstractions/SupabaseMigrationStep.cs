namespace PgMigrate;

/// <summary>A SQL file that a run is about to apply.</summary>
public sealed record SupabaseMigrationStep
{
    public required SupabaseFileKind Kind { get; init; }

    /// <summary>The migration's version; null for roles and seeds.</summary>
    public string? Version { get; init; }

    /// <summary>The file's name.</summary>
    public required string File { get; init; }

    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>What will be run, in order.</summary>
    public required IReadOnlyList<SupabaseMigrationStatement> Statements { get; init; }

    /// <summary>Whether the file runs in one transaction, together with its record in the history.</summary>
    public required bool RunsInTransaction { get; init; }

    /// <summary>Why the file runs without a transaction; null where it runs in one.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether nothing is run, and only the recorded hash is brought up to date: the seed was run before it was changed.</summary>
    public bool IsHashUpdate { get; init; }

    public override string ToString() => (IsHashUpdate, Statements.Count) switch
    {
        (true, _) => $"{File}: record its new hash, run nothing",
        (_, 1) => $"{File}: 1 statement{Way}",
        _ => $"{File}: {Statements.Count} statements{Way}",
    };

    private string Way => RunsInTransaction ? " in one transaction" : $" without a transaction ({Reason})";
}

namespace PgMigrate.Engine.Supabase;

/// <summary>A file that a run is about to apply.</summary>
internal sealed record PlannedFile
{
    public required SupabaseFileKind Kind { get; init; }

    public required string Path { get; init; }

    public required MigrationScript Script { get; init; }

    /// <summary>The migration; null for roles and seeds.</summary>
    public MigrationFile? Migration { get; init; }

    /// <summary>What a seed is recorded by, and the hash of what it holds.</summary>
    public (string Name, string Hash)? Seed { get; init; }

    /// <summary>Whether only the seed's hash is recorded.</summary>
    public bool IsHashUpdate { get; init; }

    public string File => Seed?.Name ?? System.IO.Path.GetFileName(Path);

    public SupabaseMigrationStep ToStep() => new()
    {
        Kind = Kind,
        Version = Migration?.Version,
        File = File,
        Path = Path,
        RunsInTransaction = IsHashUpdate || Script.Obstacle is null,
        Reason = IsHashUpdate ? null : Script.Obstacle?.ToString(),
        IsHashUpdate = IsHashUpdate,
        Statements = IsHashUpdate ? [] : [.. Script.Statements.Select(Describe)],
    };

    public SupabaseMigrationResult ToResult(SupabaseMigrationOutcome outcome) => new()
    {
        Kind = Kind,
        Version = Migration?.Version,
        File = File,
        Path = Path,
        Status = outcome,
        Statements = Script.Statements.Count,
        StatementsApplied = outcome is SupabaseMigrationOutcome.Applied or SupabaseMigrationOutcome.Undone ? Script.Statements.Count : 0,
        RanInTransaction = Script.Obstacle is null,
    };

    private SupabaseMigrationStatement Describe(MigrationStatement statement, int index) => new()
    {
        Kind = Kind,
        File = File,
        Version = Migration?.Version,
        Number = index + 1,
        Line = statement.Line,
        Text = MaskedStatement.Of(statement.Text),
        Rows = statement.Rows is null ? null : statement.RowCount,
        RunsInTransaction = Script.Obstacle is null,
    };
}

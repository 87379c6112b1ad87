namespace PgMigrate;

/// <summary>A change of the history of migrations; the migration itself was neither run nor taken back.</summary>
public sealed record SupabaseMigrationRepair
{
    public required string Version { get; init; }

    /// <summary>The migration's name; null where neither a file nor the history tells it.</summary>
    public string? Name { get; init; }

    /// <summary>What the history says now.</summary>
    public required SupabaseRepairStatus Status { get; init; }

    /// <summary>Whether the history had the version before.</summary>
    public required bool WasThere { get; init; }

    public override string ToString() => $"{Version}: {Status}";
}

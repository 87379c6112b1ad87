namespace PgMigrate.Engine.Supabase;

/// <summary>What a history of migrations shall say.</summary>
public sealed record MigrationRepairRequest
{
    public required DatabaseEndpoint Database { get; init; }

    /// <summary>The project's folder, or the folder of its migrations.</summary>
    public required string Path { get; init; }

    /// <summary>The versions to be changed; none means the whole history, which is emptied first.</summary>
    public IReadOnlyList<string> Versions { get; init; } = [];

    public required SupabaseRepairStatus Status { get; init; }
}

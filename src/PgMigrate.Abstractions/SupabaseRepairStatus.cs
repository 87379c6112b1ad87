namespace PgMigrate;

/// <summary>What the history shall say of a migration.</summary>
public enum SupabaseRepairStatus
{
    /// <summary>It was applied, with the statements of its file.</summary>
    Applied,

    /// <summary>It was not applied.</summary>
    Reverted,
}

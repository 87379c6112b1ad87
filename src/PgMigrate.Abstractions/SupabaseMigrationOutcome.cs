namespace PgMigrate;

/// <summary>What became of a SQL file.</summary>
public enum SupabaseMigrationOutcome
{
    /// <summary>It was run and recorded.</summary>
    Applied,

    /// <summary>It was run, and the migration that it takes back is no longer recorded.</summary>
    Undone,

    /// <summary>Nothing was run; the seed's new hash was recorded.</summary>
    HashUpdated,

    /// <summary>The server refused a statement; what of the file stays is said in the result.</summary>
    Failed,

    /// <summary>A file before it failed.</summary>
    NotRun,
}

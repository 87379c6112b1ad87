namespace PgMigrate;

/// <summary>What a SQL file of a project is for.</summary>
public enum SupabaseFileKind
{
    /// <summary>roles.sql: run every time that it is asked for, and never recorded.</summary>
    Role,

    /// <summary>Run once, and recorded by its version.</summary>
    Migration,

    /// <summary>Example rows: run once, and recorded by the file's hash.</summary>
    Seed,

    /// <summary>The way back of a migration: its version is taken out of the history.</summary>
    Down,
}

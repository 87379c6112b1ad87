namespace PgMigrate.Engine.Supabase;

/// <summary>What is being done with a file.</summary>
internal enum FilePhase
{
    /// <summary>Its statements run.</summary>
    Statements,

    /// <summary>It is written into the history.</summary>
    Record,

    /// <summary>Its transaction ends.</summary>
    Commit,
}

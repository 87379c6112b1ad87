namespace PgMigrate.Engine.CopyBack;

/// <summary>What a statement does for a row.</summary>
internal enum ReturnStep
{
    /// <summary>Deletes one that only the old database has.</summary>
    Delete,

    /// <summary>Updates one that both have.</summary>
    Update,

    /// <summary>Inserts one that only the new database has.</summary>
    Insert,

    /// <summary>Deletes one that both have, to be inserted as it is in the new database.</summary>
    Remove,

    /// <summary>Inserts one that was removed.</summary>
    PutBack,
}

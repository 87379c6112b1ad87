namespace PgMigrate;

/// <summary>What becomes of rows that a destination table already has.</summary>
public enum CopyMode
{
    /// <summary>They must not be there: a destination table with rows is refused.</summary>
    Empty,

    /// <summary>They stay, and the new rows are added.</summary>
    Append,

    /// <summary>They are removed first, in the same transaction as the first new rows.</summary>
    Truncate,

    /// <summary>They are updated where the key is the same; rows with new keys are added.</summary>
    Upsert,
}

namespace PgMigrate;

/// <summary>What a place says at the end of a switch, or of the way back.</summary>
public enum SwitchStatus
{
    /// <summary>Nothing was done: this is what would be done.</summary>
    Planned,

    /// <summary>The place names the new database.</summary>
    Switched,

    /// <summary>The place says again what it said before.</summary>
    SwitchedBack,

    /// <summary>The place was not changed.</summary>
    Unchanged,

    /// <summary>It could not be found out: the remedy says where to look.</summary>
    Unknown,
}

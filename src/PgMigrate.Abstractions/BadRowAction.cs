namespace PgMigrate;

/// <summary>What to do with a row that the destination does not take.</summary>
public enum BadRowAction
{
    /// <summary>The copy ends with an error that names the row.</summary>
    Stop,

    /// <summary>The row goes to a reject file with its error, and the copy goes on.</summary>
    Reject,
}

namespace PgMigrate;

/// <summary>What to do when the destination refuses an object.</summary>
public enum ObjectFailureAction
{
    /// <summary>The copy ends with an error that names the object.</summary>
    Stop,

    /// <summary>What needs the object is left out, the rest is copied, and the result lists what was refused.</summary>
    Continue,
}

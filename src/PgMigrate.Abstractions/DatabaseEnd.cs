namespace PgMigrate;

/// <summary>Which of two databases is meant.</summary>
public enum DatabaseEnd
{
    /// <summary>The database that is moved from, or the only one.</summary>
    Source,

    /// <summary>The database that is moved to.</summary>
    Destination,
}

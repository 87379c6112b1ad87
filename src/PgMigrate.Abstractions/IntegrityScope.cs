namespace PgMigrate;

/// <summary>What of two databases is compared.</summary>
public enum IntegrityScope
{
    /// <summary>Rows, objects, where sequences stand, and large objects.</summary>
    All,

    /// <summary>The tables' rows.</summary>
    Rows,

    /// <summary>Objects, where sequences stand, and large objects.</summary>
    Schema,
}

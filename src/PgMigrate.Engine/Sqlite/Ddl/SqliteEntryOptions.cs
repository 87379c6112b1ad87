namespace PgMigrate.Engine.Sqlite;

/// <summary>Where a SQLite file's objects go and how they are named there.</summary>
public sealed record SqliteEntryOptions
{
    /// <summary>The schema in the destination; made if it is not <c>public</c>.</summary>
    public string Schema { get; init; } = "public";

    /// <summary>How tables, views, indexes and constraints are named; columns have the names of their mappings.</summary>
    public IdentifierCase IdentifierCase { get; init; }

    /// <summary>The destination's version; null where it is not known.</summary>
    public Version? ServerVersion { get; init; }
}

namespace PgMigrate.Engine.Sqlite;

/// <summary>How a SQLite table's columns are typed and named in PostgreSQL.</summary>
public sealed record SqliteTypeOptions
{
    /// <summary>Whether a text column becomes uuid, json, date or timestamp where every one of its values is one.</summary>
    public bool InferTypes { get; init; }

    public IdentifierCase IdentifierCase { get; init; }
}

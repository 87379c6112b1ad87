using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Sqlite;

/// <summary>What to take from a SQLite file, and how it is to look in PostgreSQL.</summary>
internal sealed record SqliteSourceOptions
{
    /// <summary>Matches tables by <c>main.name</c>.</summary>
    public ObjectFilter Filter { get; init; } = ObjectFilter.Everything;

    /// <summary>The schema that the entries make the tables in.</summary>
    public string Schema { get; init; } = "public";

    public SqliteTypeOptions Types { get; init; } = new();

    /// <summary>Whether types are chosen by the values: needed to create tables, not to fill those that are there.</summary>
    public bool IsProfiled { get; init; }
}

namespace PgMigrate.Engine.Sqlite;

/// <summary>Everything that a SQLite file defines, without SQLite's own tables and the shadow tables of virtual ones.</summary>
public sealed record SqliteSchema
{
    public required IReadOnlyList<SqliteTable> Tables { get; init; }

    public IReadOnlyList<SqliteView> Views { get; init; } = [];

    public IReadOnlyList<SqliteTrigger> Triggers { get; init; } = [];

    public IReadOnlyList<SqliteVirtualTable> VirtualTables { get; init; } = [];
}

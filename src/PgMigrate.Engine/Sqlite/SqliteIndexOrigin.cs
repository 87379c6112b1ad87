namespace PgMigrate.Engine.Sqlite;

/// <summary>What made an index (PRAGMA index_list, origin).</summary>
public enum SqliteIndexOrigin
{
    CreateIndex,
    Unique,
    PrimaryKey,
}

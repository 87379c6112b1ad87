namespace PgMigrate.Engine.Sqlite;

/// <summary>One trigger of a SQLite file.</summary>
/// <param name="Name">The trigger's name.</param>
/// <param name="Table">The table or view that it belongs to.</param>
/// <param name="Sql">The CREATE TRIGGER statement, as sqlite_schema keeps it.</param>
public sealed record SqliteTrigger(string Name, string Table, string Sql);

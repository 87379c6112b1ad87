namespace PgMigrate.Engine.Sqlite;

/// <summary>One row of sqlite_schema.</summary>
internal sealed record SchemaRow(string Type, string Name, string Table, string Sql);

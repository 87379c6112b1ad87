namespace PgMigrate.Engine.Sqlite;

/// <summary>SQL that is not understood. It never leaves the room: the reader or the translator says what it concerns.</summary>
internal sealed class SqliteSyntaxException(string message) : Exception(message);

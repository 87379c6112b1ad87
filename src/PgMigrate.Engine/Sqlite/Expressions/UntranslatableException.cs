namespace PgMigrate.Engine.Sqlite;

/// <summary>An expression that PostgreSQL cannot be told with certainty; its message is the reason, as the middle of a sentence.</summary>
internal sealed class UntranslatableException(string reason) : Exception(reason);

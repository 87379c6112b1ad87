namespace PgMigrate;

/// <summary>What sort of database an endpoint names.</summary>
public enum DatabaseKind
{
    PostgreSql,
    Sqlite,
}

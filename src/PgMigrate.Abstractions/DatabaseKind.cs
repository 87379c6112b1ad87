namespace PgMigrate;

/// <summary>What sort of database an endpoint names.</summary>
public enum DatabaseKind
{
    PostgreSql,
    Sqlite,

    /// <summary>A file of pg_dump's or of its like: an archive or a script; the endpoint's database is its full path.</summary>
    Archive,
}

namespace PgMigrate.Engine.Connections;

/// <summary>Names a file or folder of pg_dump's as a source.</summary>
public static class ArchiveEndpoint
{
    /// <param name="path">The file or folder.</param>
    public static DatabaseEndpoint Of(string path) => new()
    {
        Kind = DatabaseKind.Archive,
        Database = Path.GetFullPath(path),
        Provider = DatabaseProvider.Local,
        Route = ConnectionRoute.Direct,
        Dialect = DatabaseUrlDialect.FilePath,
    };
}

using Npgsql;

namespace PgMigrate.Engine.Catalog;

/// <summary>Turns the driver's failures to read into errors that say what to do.</summary>
internal static class CatalogErrors
{
    public static MigrationException Unreadable(NpgsqlException failure, string subject)
    {
        var server = failure as PostgresException;
        // 57P01 to 57P03: the server shuts down, has crashed or can't be reached yet; class 08: connection exceptions.
        var isLost = server is null || server.SqlState is "57P01" or "57P02" or "57P03" || server.SqlState.StartsWith("08", StringComparison.Ordinal);
        return new(
            "SourceNotRead", isLost ? MigrationErrorCategory.ConnectionError : MigrationErrorCategory.ReadError,
            $"The database could not be read: {(server?.MessageText ?? failure.Message).TrimEnd('.')}.",
            failure)
        {
            Subject = subject,
            Remedy = server?.SqlState == PostgresErrorCodes.InsufficientPrivilege
                ? "Use a role that may read the database, or have its owner grant it."
                : "Check that the server is up, and run the command again.",
            SqlState = failure.SqlState,
            Detail = server?.Detail,
            Hint = server?.Hint,
            Where = server?.Where,
        };
    }
}

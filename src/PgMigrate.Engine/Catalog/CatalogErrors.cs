using Npgsql;

namespace PgMigrate.Engine.Catalog;

/// <summary>Turns the driver's failures to read into errors that say what to do.</summary>
internal static class CatalogErrors
{
    public static MigrationException Unreadable(NpgsqlException failure, string subject)
    {
        var server = failure as PostgresException;
        return new(
            "SourceNotRead", MigrationErrorCategory.ReadError,
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

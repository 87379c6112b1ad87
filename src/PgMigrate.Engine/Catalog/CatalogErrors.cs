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

    /// <summary>Something was altered or dropped in between: what was read of it belongs to two times.</summary>
    public static MigrationException Changed(string what, string subject, Exception? cause = null) => new(
        "SourceChanged", MigrationErrorCategory.InvalidOperation, $"{what} was altered or dropped while the source was looked at.", cause)
    {
        Subject = subject,
        Remedy = "Run again, at a time when nobody changes the schema.",
        SqlState = (cause as MigrationException)?.SqlState,
        Detail = cause?.Message,
    };

    /// <summary>Whether the failure to describe an object may come from its having been dropped since the snapshot.</summary>
    public static bool MayComeFromChange(MigrationException error) => error.ErrorId == "SourceChanged" || error.SqlState
        is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.UndefinedObject or PostgresErrorCodes.UndefinedFunction
        or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.InternalError;
}

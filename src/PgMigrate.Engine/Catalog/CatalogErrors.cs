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

    /// <summary>Another session holds what was to be read, or waits to alter it.</summary>
    public static MigrationException Locked(string what, string subject, Exception cause) => new(
        "SourceLocked",
        MigrationErrorCategory.ResourceBusy,
        $"{what} could not be locked against changes in time: another session holds it, or waits to alter it, as ALTER TABLE, VACUUM FULL and REINDEX do.",
        cause)
    {
        Subject = subject,
        Remedy = "See in pg_locks and pg_stat_activity who that is, and run again, with -Resume where the copy had begun, when he has ended. -LockTimeout waits longer.",
        SqlState = PostgresErrorCodes.LockNotAvailable,
    };

    /// <summary>Whether the failure to describe an object may come from its having been altered or dropped since the snapshot, or from someone's waiting to do so.</summary>
    public static bool MayComeFromChange(MigrationException error) => error.ErrorId == "SourceChanged"
        || error is { ErrorId: "SourceNotRead", SqlState: PostgresErrorCodes.LockNotAvailable }
        || error.SqlState
        is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.UndefinedObject or PostgresErrorCodes.UndefinedFunction
        or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.InternalError;
}

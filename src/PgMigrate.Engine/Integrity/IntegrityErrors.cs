using Npgsql;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Engine.Integrity;

/// <summary>What a server's error means for the comparison of a table.</summary>
internal static class IntegrityErrors
{
    /// <summary>A row's text, or a value's, is longer than the server can make it.</summary>
    public const string RowTooLong = "RowTooLong";

    public static MigrationException Translate(Exception error, string table, string end)
    {
        if (error is PostgresException server && IsTooLong(server))
        {
            return new(RowTooLong, MigrationErrorCategory.InvalidData, $"{table} at the {end} has a value that is too long to be compared: {server.MessageText}.", server)
            {
                Subject = table,
                Remedy = "Leave the table out with -ExcludeTable, and compare it by the length of that column.",
                SqlState = server.SqlState,
            };
        }

        var known = CopyErrors.Translate(error, table, end);
        if (known == error || known.ErrorId is "PermissionDenied" or "SourceLocked") return known;
        var message = known.ErrorId == "ConnectionLost" ? $"The connection to the {end} was lost while {table} was compared: {error.Message.TrimEnd('.')}." : known.Message;
        return new(known.ErrorId, known.Category, message, error)
        {
            Subject = table,
            Remedy = "Mend that and compare again: nothing was changed.",
            SqlState = known.SqlState,
            Detail = known.Detail,
            Hint = known.Hint,
        };
    }

    public static MigrationException Missing(string what) => new(
        "DestinationObjectNotFound", MigrationErrorCategory.ObjectNotFound, $"The destination has no {what}.")
    {
        Subject = what,
        Remedy = "Copy it first, or leave it out of the comparison.",
    };

    /// <summary>The record of a table whose rows could not be compared.</summary>
    public static TableIntegrity Record(QualifiedName table, IntegrityLevel level, MigrationException error) => new()
    {
        Schema = table.Schema,
        Table = table.Name,
        IsMatch = false,
        Level = level,
        ErrorMessage = error.Message,
        Error = error,
    };

    /// <summary>Whether an error says nothing of the other tables.</summary>
    public static bool IsOneTables(MigrationException error) => error.ErrorId != "ConnectionLost";

    /// <summary>54000: a text would pass 1 GB. XX000 and 53200: memory for one would.</summary>
    private static bool IsTooLong(PostgresException error)
        => error.SqlState == PostgresErrorCodes.ProgramLimitExceeded
        || (error.SqlState is PostgresErrorCodes.InternalError or PostgresErrorCodes.OutOfMemory
            && (error.MessageText.Contains("invalid memory alloc request size", StringComparison.Ordinal)
                || (error.Detail ?? "").Contains("Cannot enlarge string buffer", StringComparison.Ordinal)));
}

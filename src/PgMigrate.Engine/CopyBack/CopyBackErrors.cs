using Npgsql;
using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Engine.CopyBack;

/// <summary>What can go wrong while rows are copied back. All of these leave the old database as it was.</summary>
internal static class CopyBackErrors
{
    public const string NotProvenId = "CopyBackNotProven";

    private const string Unchanged = "The old database is as it was: mend that and copy back again.";

    /// <summary>Does a table's work; its error says which table, and what to do now.</summary>
    public static async Task<T> NamingAsync<T>(QualifiedName table, Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception error) when (error is not (OperationCanceledException or TableReturnException))
        {
            throw new TableReturnException(table, Translate(error, table.ToString()));
        }
    }

    public static MigrationException NotPostgres(DatabaseEndpoint from) => new(
        "PostgresRequired", MigrationErrorCategory.InvalidArgument, $"Rows are copied back from a PostgreSQL database, and {from} is none.")
    {
        Subject = from.ToString(),
        Remedy = "Name the database that the program was switched to.",
    };

    public static MigrationException NotWritable(DatabaseEndpoint to) => new(
        "ArchiveNotSupported", MigrationErrorCategory.InvalidArgument, $"{to} is an archive, to which no rows can be copied back.")
    {
        Subject = to.ToString(),
        Remedy = "Name the database that was migrated.",
    };

    public static MigrationException NotPossible(string table, string row, string reason) => new(
        "CopyBackNotPossible", MigrationErrorCategory.InvalidData, $"The row {row} of {table} can't be copied back: {reason}.")
    {
        Subject = table,
        Remedy = "Correct the row in the new database, or leave the table out with -ExcludeTable and copy it by hand; the old database is as it was.",
    };

    public static MigrationException NotProven(string table, string why) => new(
        NotProvenId, MigrationErrorCategory.InvalidOperation, $"{table} would not have been what it is in the new database: {why}.")
    {
        Subject = table,
        Remedy = "See that nothing else writes to the old database, then copy back again; it is as it was.",
    };

    public static MigrationException Missing(string column) => new(
        "DestinationObjectNotFound", MigrationErrorCategory.ObjectNotFound, $"The old database has no column {column}, which the new one has.")
    {
        Subject = column,
        Remedy = "Add the column to the old database, or leave the table out with -ExcludeTable.",
    };

    public static MigrationException OtherHashes(DatabaseEndpoint to) => new(
        "CopyBackNotPossible", MigrationErrorCategory.InvalidOperation, $"The new server hashes values otherwise than that of {to}, so that their rows can't be told apart there.")
    {
        Subject = to.ToString(),
        Remedy = "Copy the tables back with Copy-TableData -Mode Upsert, and compare them with Test-MigrationIntegrity.",
    };

    public static MigrationException ForeignKeyViolated(string message, string table) => new("ForeignKeyViolated", MigrationErrorCategory.InvalidData, message)
    {
        Subject = table,
        Remedy = "Correct the rows in the new database, or copy the other table back, too; the old database is as it was.",
    };

    public static MigrationException Refused(string table, MigrationException error) => new("ConstraintViolated", MigrationErrorCategory.InvalidData, error.Message, error)
    {
        Subject = table,
        Remedy = Unchanged,
    };

    public static MigrationException Locked(string path, MigrationException error) => new("SqliteFileLocked", MigrationErrorCategory.ResourceBusy, error.Message, error)
    {
        Subject = path,
        Remedy = "Stop the program that has the file open, then copy back again; the file is as it was.",
    };

    /// <param name="error">What the driver threw.</param>
    /// <param name="table">The table, or the old database where it is about no table.</param>
    public static MigrationException Translate(Exception error, string table)
    {
        var known = CopyErrors.Translate(error, table, "old database");
        // What a MigrationException says was meant for this, or is said at the end that it happened at.
        if (known == error) return known;
        var message = known.ErrorId == "ConnectionLost" ? $"The connection to the old database was lost while {table} was copied back: {error.Message.TrimEnd('.')}." : known.Message;
        return new(known.ErrorId, known.Category, message, error)
        {
            Subject = table,
            Remedy = error is PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege }
                ? "Connect as the tables' owner, or as a role that may set session_replication_role; the old database is as it was."
                : Unchanged,
            SqlState = known.SqlState,
            Detail = known.Detail,
            Hint = known.Hint,
            Where = known.Where,
        };
    }
}

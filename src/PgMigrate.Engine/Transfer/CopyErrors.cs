using Npgsql;
using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Transfer;

/// <summary>What a server's error means for the copy of a table.</summary>
internal static class CopyErrors
{
    public const string Source = "source";
    public const string Destination = "destination";

    /// <summary>The error with its table, the end that it came from, its SQLSTATE and what to do now.</summary>
    public static MigrationException Translate(Exception error, string table, string end = Destination) => error switch
    {
        MigrationException known => known,
        PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable } when end == Source => CatalogErrors.Locked(table, table, error),
        PostgresException server when !IsConnectionFailure(server) => FromServer(server, table, end),
        _ when !IsConnectionFailure(error) => new(
            "UnexpectedError", MigrationErrorCategory.NotSpecified, $"{table} at the {end}: {error.GetType().Name}: {error.Message}", error)
        {
            Subject = table,
            Remedy = "Run the same command with -Resume; if it fails again, this is a fault of PgMigrate's own: report it with this "
                + "message.",
        },
        _ => new(
            "ConnectionLost",
            MigrationErrorCategory.ConnectionError,
            $"The connection to the {end} was lost while {table} was copied: {Reason(error).TrimEnd('.')}.",
            error)
        {
            Subject = table,
            Remedy = "Run the same command with -Resume: what has arrived stays, and nothing is copied twice.",
            SqlState = (error as PostgresException)?.SqlState,
        },
    };

    /// <summary>The refusal of a run that would do nothing and call that a success.</summary>
    public static MigrationException NoTables(DatabaseEndpoint source) => new(
        "TableNotFound", MigrationErrorCategory.ObjectNotFound, $"No table of {source} was chosen.")
    {
        Subject = source.ToString(),
        Remedy = "See with Get-MigrationTable what there is, and check -Table, -Schema and what they exclude.",
    };

    /// <summary>
    /// What is said of a table whose turn never came, or whose foreign keys could not be checked, because another table failed.
    /// </summary>
    public static MigrationException Echo(MigrationException error, string table) => new(
        "RelatedTableFailed",
        MigrationErrorCategory.InvalidOperation,
        $"{table} refers to {error.Subject} and could not be finished without it: {error.Message}",
        error)
    {
        Subject = table,
        Remedy = $"Mend what failed at {error.Subject}, then run again with -Resume.",
        SqlState = error.SqlState,
    };

    /// <summary>Whether an end is gone, so that the rest of the run is pointless until it is back.</summary>
    public static bool IsConnectionFailure(Exception error) => error switch
    {
        // 57P01 to 57P03: the server shuts down, has crashed or can't be reached yet; class 08: connection exceptions.
        PostgresException server => server.SqlState is "57P01" or "57P02" or "57P03"
            || server.SqlState.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException or IOException or System.Net.Sockets.SocketException or TimeoutException => true,
        // ResourceUnavailable: the server is starting, stopping or recovering, or its disk is full.
        MigrationException { Category: MigrationErrorCategory.ConnectionError or MigrationErrorCategory.ResourceUnavailable } => true,
        _ => false,
    };

    /// <summary>
    /// Whether the row is at fault, so that another row may pass: classes 22 (data) and 23 (constraints), and raised errors.
    /// </summary>
    public static bool IsRowFailure(PostgresException error)
        => error.SqlState.StartsWith("22", StringComparison.Ordinal)
        || error.SqlState.StartsWith("23", StringComparison.Ordinal)
        // 54000: a value too large for its index.
        || error.SqlState is "P0001" or "44000" or "21000" or "54000";

    private static string Reason(Exception error)
        => error is PostgresException server ? server.MessageText : error.GetBaseException().Message;

    private static MigrationException FromServer(PostgresException server, string table, string end)
    {
        var (id, category, remedy) = Meaning(server);
        return new(id, category, $"{table} at the {end}: {server.MessageText}", server)
        {
            Subject = table,
            Remedy = remedy,
            SqlState = server.SqlState,
            Detail = server.Detail,
            Hint = server.Hint,
            Where = server.Where,
            Statement = server.InternalQuery,
        };
    }

    private static (string Id, MigrationErrorCategory Category, string Remedy) Meaning(PostgresException server) => server.SqlState switch
    {
        "42P01" => ("TableDropped", MigrationErrorCategory.ObjectNotFound,
            "The table was dropped or renamed meanwhile: create it again, or leave it out with -ExcludeTable."),
        "42703" => ("ColumnDropped", MigrationErrorCategory.ObjectNotFound,
            "The column was dropped or renamed meanwhile: add it again, or copy the table anew with -Restart."),
        "42501" =>
            ("PermissionDenied", MigrationErrorCategory.PermissionDenied, "Grant the role the right, or connect as the table's owner."),
        "53100" => ("DiskFull", MigrationErrorCategory.ResourceUnavailable, "Give the destination more disk, then run again with -Resume."),
        "57014" =>
            ("StatementCancelled", MigrationErrorCategory.OperationTimeout, "Find out who cancelled it, then run again with -Resume."),
        var state when state.StartsWith("22", StringComparison.Ordinal) => ("ValueRefused", MigrationErrorCategory.InvalidData,
            "Correct the value or widen the column, or set such rows aside with -OnBadRow Reject; then run again with -Resume."),
        var state when state.StartsWith("23", StringComparison.Ordinal) => ("ConstraintViolated", MigrationErrorCategory.InvalidData,
            "Correct the row, use -Mode Upsert for keys that are there already, or set such rows aside with -OnBadRow Reject; then run "
                + "again with -Resume."),
        _ => ("ServerError", MigrationErrorCategory.InvalidOperation, "Mend what the server complains of, then run again with -Resume."),
    };
}

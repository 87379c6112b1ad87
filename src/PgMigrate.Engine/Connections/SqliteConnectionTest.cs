using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace PgMigrate.Engine.Connections;

/// <summary>Tests whether a file is a SQLite database that can be read, and how sound it looks.</summary>
internal static class SqliteConnectionTest
{
    private const int SecondsToWaitForLocks = 3;

    private const int Busy = 5;
    private const int Locked = 6;
    private const int Corrupt = 11;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    public static Task<DatabaseConnectionReport> RunAsync(
        DatabaseEndpoint endpoint, ConnectionTestOptions options, CancellationToken cancellationToken)
        => Task.Run(() => Run(endpoint, options, cancellationToken), cancellationToken);

    private static async Task<DatabaseConnectionReport> Run(
        DatabaseEndpoint endpoint, ConnectionTestOptions options, CancellationToken cancellationToken)
    {
        if (!File.Exists(endpoint.Database))
        {
            throw Failure(
                endpoint, "SqliteFileNotFound", MigrationErrorCategory.ObjectNotFound, "The SQLite file does not exist.",
                "Correct the path.");
        }

        SqliteLibrary.Initialize();
        var settings = new SqliteConnectionStringBuilder
        {
            DataSource = endpoint.Database,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
            DefaultTimeout = SecondsToWaitForLocks,
        };
        var started = Stopwatch.GetTimestamp();
        try
        {
            using var connection = new SqliteConnection(settings.ConnectionString);
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            // The check reads the whole file, in one statement.
            using var interruption = cancellationToken.Register(() => raw.sqlite3_interrupt(connection.Handle));
            // SQLite reads the file when it is first asked for something, not when it is opened.
            var journalMode = Scalar(connection, "PRAGMA journal_mode");
            var integrity = Scalar(connection, "PRAGMA quick_check(1)");
            cancellationToken.ThrowIfCancellationRequested();
            var connectTime = Stopwatch.GetElapsedTime(started);
            var latency = await Latency.MeasureAsync(
                _ => Task.FromResult(Scalar(connection, "SELECT count(*) FROM sqlite_master")), options.Pings, cancellationToken)
                .ConfigureAwait(false);
            return new DatabaseConnectionReport
            {
                Endpoint = endpoint,
                ServerVersion = Version.Parse(Scalar(connection, "SELECT sqlite_version()")),
                DatabaseSize = new FileInfo(endpoint.Database).Length,
                JournalMode = journalMode,
                Integrity = integrity,
                ConnectTime = connectTime,
                LatencyP50 = latency.P50,
                LatencyP95 = latency.P95,
                Pings = latency.Pings,
            };
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode == raw.SQLITE_INTERRUPT)
        {
            throw new OperationCanceledException(failure.Message, failure, cancellationToken);
        }
        catch (SqliteException failure)
        {
            throw Translate(endpoint, failure);
        }
    }

    private static string Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture) ?? "";
    }

    private static MigrationException Translate(DatabaseEndpoint endpoint, SqliteException failure) => failure.SqliteErrorCode switch
    {
        NotADatabase => Failure(
            endpoint, "NotASqliteDatabase", MigrationErrorCategory.InvalidData, "The file is not a SQLite database, or it is encrypted.",
            "Name a SQLite file; decrypt an encrypted one first.", failure),
        Corrupt => Failure(
            endpoint, "SqliteFileCorrupt", MigrationErrorCategory.InvalidData, "The SQLite file is corrupt.",
            "Restore a backup, or recover what can be read with sqlite3's .recover.",
            failure),
        Busy or Locked => Failure(
            endpoint, "SqliteFileLocked", MigrationErrorCategory.ResourceBusy, "Another program holds a lock on the SQLite file.",
            "Close the program that writes to the file, or copy the file with sqlite3's .backup.",
            failure),
        CannotOpen => Failure(
            endpoint, "SqliteFileUnreadable", MigrationErrorCategory.PermissionDenied, "The SQLite file cannot be opened.",
            "Check the permissions of the file and of its folder.", failure),
        _ => Failure(
            endpoint, "SqliteFileUnreadable", MigrationErrorCategory.ReadError, $"The SQLite file cannot be read: {failure.Message}",
            "Check the file with sqlite3's PRAGMA integrity_check.", failure),
    };

    private static MigrationException Failure(
        DatabaseEndpoint endpoint, string id, MigrationErrorCategory category, string message, string remedy, Exception? inner = null)
        => new(id, category, message, inner) { Subject = endpoint.Database, Remedy = remedy };
}

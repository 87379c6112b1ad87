using SQLitePCL;

namespace PgMigrate.Engine.Sqlite;

/// <summary>
/// One consistent state of a SQLite file for any number of reading connections: each holds a read transaction of that state until the
/// snapshot is disposed. In rollback-journal mode this keeps writers from committing; in WAL mode they go on, and a connection that
/// would see their work is refused.
/// </summary>
internal sealed class SqliteSnapshot : IDisposable
{
    private readonly object gate = new();
    private readonly string path;
    private readonly TimeSpan? lockTimeout;
    private readonly sqlite3 watcher;
    private readonly long version;
    private readonly Stack<sqlite3> idle = new();
    private bool isDisposed;

    private SqliteSnapshot(string path, TimeSpan? lockTimeout)
    {
        this.path = path;
        this.lockTimeout = lockTimeout;
        watcher = SqliteFile.Open(path, readOnly: true, lockTimeout);
        try
        {
            version = ReadVersion();
            idle.Push(OpenTransaction());
        }
        catch
        {
            watcher.Dispose();
            throw;
        }
    }

    /// <summary>Opens the file and fixes its present state.</summary>
    /// <exception cref="MigrationException">The errors of <see cref="SqliteFile.Open"/>.</exception>
    public static SqliteSnapshot Open(string path, TimeSpan? lockTimeout = null) => new(path, lockTimeout);

    /// <summary>Lends a connection to one reader; disposing the lease gives it back.</summary>
    /// <exception cref="MigrationException">SqliteFileChanged, where a new connection would see another state of the file.</exception>
    public SqliteLease Rent()
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            return new SqliteLease(this, idle.TryPop(out var connection) ? connection : OpenTransaction());
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            isDisposed = true;
            while (idle.TryPop(out var connection)) connection.Dispose();
            watcher.Dispose();
        }
    }

    internal void Return(sqlite3 connection)
    {
        lock (gate)
        {
            if (isDisposed) connection.Dispose();
            else idle.Push(connection);
        }
    }

    private sqlite3 OpenTransaction()
    {
        var connection = SqliteFile.Open(path, readOnly: true, lockTimeout);
        try
        {
            SqliteFile.Execute(connection, "BEGIN");
            // BEGIN is deferred: the first read takes the lock or the WAL's mark.
            _ = SqliteFile.ReadInteger(connection, "SELECT count(*) FROM sqlite_master");
            if (ReadVersion() != version) throw Changed();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>A number that changes, for this connection, with every commit of another (sqlite.org/pragma.html, data_version).</summary>
    private long ReadVersion() => SqliteFile.ReadInteger(watcher, "PRAGMA main.data_version") ?? 0;

    private MigrationException Changed()
        => new("SqliteFileChanged", MigrationErrorCategory.ResourceBusy, $"Another program has changed '{path}' since reading began.")
        {
            Subject = path,
            Remedy = "Stop the program that writes to the file, or migrate a copy made with VACUUM INTO.",
        };
}

using PgMigrate.Engine.Sqlite;
using SQLitePCL;

namespace PgMigrate.Engine.Runbook;

/// <summary>
/// Keeps programs from writing to a SQLite file as long as it is held: a write transaction that writes nothing. Readers go on. It ends with
/// the process, whatever becomes of that.
/// </summary>
internal sealed class SqliteFence : IDisposable
{
    private readonly sqlite3 connection;

    private SqliteFence(sqlite3 connection) => this.connection = connection;

    /// <param name="path">The file.</param>
    /// <param name="timeout">How long a write transaction that is open gets to end.</param>
    /// <exception cref="MigrationException">SqliteFileLocked, and the other errors of <see cref="SqliteFile.Open"/>.</exception>
    public static SqliteFence Raise(string path, TimeSpan timeout)
    {
        var connection = SqliteFile.Open(path, readOnly: false, timeout);
        try
        {
            SqliteFile.Execute(connection, "BEGIN IMMEDIATE");
            return new(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        SqliteFile.Execute(connection, "ROLLBACK");
        connection.Dispose();
    }
}

using PgMigrate.Engine.Sqlite;
using SQLitePCL;

namespace PgMigrate.Engine.Runbook;

/// <summary>
/// Keeps programs from writing to a SQLite file as long as it is held: a write transaction that writes nothing. Readers go on. It ends with
/// the process, whatever becomes of that.
/// </summary>
internal sealed class SqliteFence : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly sqlite3 connection;

    private SqliteFence(sqlite3 connection) => this.connection = connection;

    /// <param name="path">The file.</param>
    /// <param name="timeout">How long a write transaction that is open gets to end.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <exception cref="MigrationException">SqliteFileLocked, and the other errors of <see cref="SqliteFile.Open"/>.</exception>
    public static async Task<SqliteFence> RaiseAsync(string path, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var until = DateTime.UtcNow + timeout;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return Raise(path);
            }
            catch (MigrationException locked) when (locked.ErrorId == "SqliteFileLocked" && DateTime.UtcNow < until)
            {
                await Task.Delay(Interval, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static SqliteFence Raise(string path)
    {
        // SQLite's own wait cannot be stopped.
        var connection = SqliteFile.Open(path, readOnly: false, Interval);
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

using SQLitePCL;

namespace PgMigrate.Engine.Sqlite;

/// <summary>A connection of a snapshot, lent to one reader.</summary>
internal sealed class SqliteLease(SqliteSnapshot snapshot, sqlite3 connection) : IDisposable
{
    private int isReturned;

    public sqlite3 Connection { get; } = connection;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref isReturned, 1) == 0) snapshot.Return(Connection);
    }
}

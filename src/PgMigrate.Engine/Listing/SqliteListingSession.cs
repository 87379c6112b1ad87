using Microsoft.Data.Sqlite;
using PgMigrate.Engine.Sqlite;
using SQLitePCL;

namespace PgMigrate.Engine.Listing;

/// <summary>Reads what a listing tells of a SQLite file, all as of one moment. For one thread at a time.</summary>
internal sealed class SqliteListingSession : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly string path;
    private readonly Lazy<bool> hasSizes;
    private readonly Lazy<bool> hasStatistics;

    private SqliteListingSession(SqliteConnection connection, string path)
    {
        this.connection = connection;
        this.path = path;
        hasSizes = new(() => Integer("SELECT count(*) FROM pragma_module_list WHERE name = 'dbstat'", null) > 0);
        hasStatistics = new(() => Integer("SELECT count(*) FROM main.sqlite_master WHERE name = 'sqlite_stat1'", null) > 0);
    }

    /// <exception cref="MigrationException">What <see cref="SqliteFile.Open"/> throws.</exception>
    public static SqliteListingSession Open(string path)
    {
        // Opened by hand first: that names what is wrong with the file.
        SqliteFile.Open(path, readOnly: true).Dispose();
        var settings = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false };
        var session = new SqliteListingSession(new SqliteConnection(settings.ConnectionString), path);
        try
        {
            return session.Translated(() =>
            {
                session.connection.Open();
                // Held until the connection closes: every read sees the file as the first one saw it.
                _ = session.connection.BeginTransaction(deferred: true);
                return session;
            });
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    public SqliteSchema ReadSchema() => Translated(() => SqliteSchemaReader.Read(connection));

    /// <summary>The bytes of the table's pages, which are all read for this; null where the SQLite library cannot tell (dbstat).</summary>
    public long? ReadBytes(string table) => hasSizes.Value
        ? Integer("SELECT coalesce(sum(pgsize), 0) FROM dbstat('main', 1) WHERE name = $name", table)
        : null;

    /// <summary>The rows as ANALYZE left them in sqlite_stat1; null where it never ran.</summary>
    public long? ReadEstimate(string table) => hasStatistics.Value
        ? Integer("SELECT max(CAST(stat AS INTEGER)) FROM main.sqlite_stat1 WHERE tbl = $name COLLATE NOCASE", table)
        : null;

    public long? CountRows(string table) => Integer($"SELECT count(*) FROM main.{SqlText.Identifier(table)}", null);

    /// <summary>Ends a running statement soon; it throws <see cref="OperationCanceledException"/>. From any thread.</summary>
    public void Interrupt()
    {
        if (connection.Handle is { IsClosed: false } handle) raw.sqlite3_interrupt(handle);
    }

    public void Dispose() => connection.Dispose();

    private long? Integer(string sql, string? name) => Translated(()
        => SqliteQuery.Rows(connection, sql, name, row => row.IsDBNull(0) ? null : (long?)row.GetInt64(0)).FirstOrDefault());

    private T Translated<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == raw.SQLITE_INTERRUPT)
        {
            throw new OperationCanceledException(exception.Message, exception);
        }
        catch (SqliteException exception) when (connection.Handle is not null)
        {
            throw SqliteError.Create(exception.SqliteErrorCode, connection.Handle, path);
        }
    }
}

using System.Globalization;
using PgMigrate.Engine.Connections;
using SQLitePCL;

namespace PgMigrate.Engine.Sqlite;

/// <summary>Opens SQLite files.</summary>
internal static class SqliteFile
{
    private const int HeaderSize = 100;

    private static readonly TimeSpan DefaultLockTimeout = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Opens a database file that exists, and reads its schema once, so that a file that cannot be read fails here.
    /// The connection belongs to one thread at a time.
    /// </summary>
    /// <exception cref="MigrationException">
    /// SqliteFileNotFound, NotASqliteDatabase, SqliteFileLocked, SqliteFileCorrupt or SqliteFileUnreadable.
    /// </exception>
    public static sqlite3 Open(string path, bool readOnly, TimeSpan? lockTimeout = null)
    {
        SqliteLibrary.Initialize();
        var fullPath = Path.GetFullPath(path);
        RequireFile(fullPath);

        var access = readOnly ? raw.SQLITE_OPEN_READONLY : raw.SQLITE_OPEN_READWRITE;
        var code = raw.sqlite3_open_v2(fullPath, out var database, access | raw.SQLITE_OPEN_NOMUTEX, null);
        try
        {
            if (code != raw.SQLITE_OK) throw SqliteError.Create(code, database, fullPath);
            Prepare(database, lockTimeout ?? DefaultLockTimeout);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Runs statements that return nothing of interest.</summary>
    public static void Execute(sqlite3 database, string sql) => SqliteError.Check(raw.sqlite3_exec(database, sql), database);

    /// <summary>The one integer that a statement returns; null where it is NULL.</summary>
    public static long? ReadInteger(sqlite3 database, string sql)
    {
        using var statement = new SqliteStatement(database, sql);
        return statement.Step() && statement.Type(0) == SqliteStorage.Integer ? statement.Int64(0) : null;
    }

    /// <summary>Size and time of the file and of its write-ahead log: any commit changes one of them.</summary>
    public static string StateOf(string path) => string.Join(
        ',',
        new[] { path, path + "-wal" }.Select(name => new FileInfo(name)).Where(file => file is { Exists: true, Length: > 0 })
            .Select(file => string.Create(CultureInfo.InvariantCulture, $"{file.Length}:{file.LastWriteTimeUtc.Ticks}")));

    private static void RequireFile(string path)
    {
        if (Directory.Exists(path)) throw SqliteError.NotADatabase(path, $"'{path}' is a folder.");
        if (!File.Exists(path))
        {
            throw new MigrationException("SqliteFileNotFound", MigrationErrorCategory.ObjectNotFound, $"There is no file '{path}'.")
            {
                Subject = path,
                Remedy = "Check the path of the SQLite file.",
            };
        }

        // SQLite itself says of every other file whether it is a database; an empty one it would take for an empty database. The file is not
        // opened here: closing it would let go of the locks that this process has on it (sqlite.org/howtocorrupt.html, section 2.2).
        if (new FileInfo(path).Length < HeaderSize) throw SqliteError.NotADatabase(path, $"'{path}' is not a SQLite 3 database.");
    }

    private static void Prepare(sqlite3 database, TimeSpan lockTimeout)
    {
        SqliteError.Check(raw.sqlite3_extended_result_codes(database, 1), database);
        SqliteError.Check(raw.sqlite3_busy_timeout(database, (int)lockTimeout.TotalMilliseconds), database);
        // The file is not ours: its schema may call no function with side effects, and its pages are checked as they are read.
        Execute(database, "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON");
        _ = ReadInteger(database, "SELECT count(*) FROM sqlite_master");
    }
}

using SQLitePCL;

namespace PgMigrate.Engine.Sqlite;

/// <summary>Turns SQLite's result codes (sqlite.org/rescode.html) into errors that name the file and the way out.</summary>
internal static class SqliteError
{
    /// <summary>Throws unless the code is SQLITE_OK.</summary>
    public static void Check(int code, sqlite3 database)
    {
        if (code != raw.SQLITE_OK) throw Create(code, database);
    }

    public static MigrationException Create(int code, sqlite3 database, string? path = null)
        => Create(code, raw.sqlite3_errmsg(database).utf8_to_string(), path ?? PathOf(database));

    public static string PathOf(sqlite3 database) => raw.sqlite3_db_filename(database, "main").utf8_to_string() ?? "";

    public static MigrationException NotADatabase(string path, string why)
        => new("NotASqliteDatabase", MigrationErrorCategory.InvalidData, why)
        {
            Subject = path,
            Remedy = "Give the path of a SQLite 3 database file; an encrypted one must be decrypted first.",
        };

    private static MigrationException Create(int code, string? message, string path) => (code & 0xff) switch
    {
        raw.SQLITE_NOTADB => NotADatabase(path, $"'{path}' is not a SQLite 3 database."),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new("SqliteFileLocked", MigrationErrorCategory.ResourceBusy,
            $"Another program holds a lock on '{path}' ({message}).")
        {
            Subject = path,
            Remedy = "Stop the program that writes to the file, or copy the file with SQLite's VACUUM INTO or .backup "
                    + "and migrate the copy.",
        },
        raw.SQLITE_CORRUPT when message?.StartsWith("malformed database schema", StringComparison.Ordinal) == true
            => new(
                "SqliteFileCorrupt", MigrationErrorCategory.InvalidData, $"SQLite does not understand the schema of '{path}' ({message}).")
            {
                Subject = path,
                Remedy = "Run PRAGMA integrity_check; if the file was made by a newer SQLite than "
                    + $"{raw.sqlite3_libversion().utf8_to_string()}, install that one.",
            },
        raw.SQLITE_CORRUPT => new("SqliteFileCorrupt", MigrationErrorCategory.InvalidData, $"'{path}' is damaged ({message}).")
        {
            Subject = path,
            Remedy = "Run PRAGMA integrity_check, and recover the file with SQLite's .recover command or restore it from a backup.",
        },
        raw.SQLITE_CANTOPEN or raw.SQLITE_PERM or raw.SQLITE_AUTH or raw.SQLITE_READONLY or raw.SQLITE_IOERR
            => new("SqliteFileUnreadable", MigrationErrorCategory.ReadError, $"'{path}' cannot be read ({message}).")
            {
                Subject = path,
                Remedy = "Check the rights on the file and its folder, or copy it with its -wal and -journal files into a folder that you "
                    + "may write.",
            },
        raw.SQLITE_CONSTRAINT => new("ConstraintViolated", MigrationErrorCategory.InvalidData, $"A constraint of '{path}' refuses a row ({message}).")
        {
            Subject = path,
            Remedy = "Correct the row, or the constraint.",
        },
        _ => new("SqliteError", MigrationErrorCategory.ReadError, $"SQLite refused to read '{path}' ({message}, code {code}).")
        {
            Subject = path,
            Remedy = "Check the file with PRAGMA integrity_check.",
        },
    };
}

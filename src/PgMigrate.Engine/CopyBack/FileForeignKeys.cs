using PgMigrate.Engine.Sqlite;
using SQLitePCL;

namespace PgMigrate.Engine.CopyBack;

/// <summary>Rows of a SQLite file that refer to nothing: its foreign keys need not be checked, so that there may be some before.</summary>
internal static class FileForeignKeys
{
    /// <summary>How many there are by foreign key; null where SQLite can't tell, because a foreign key refers to what is no key.</summary>
    public static IReadOnlyDictionary<(string Table, long Key, string Parent), long>? Read(sqlite3 database, IMigrationObserver observer)
    {
        try
        {
            return Count(database);
        }
        catch (MigrationException error) when (error.ErrorId == "SqliteError")
        {
            observer.Warning($"The file's foreign keys can't be checked: {error.Message}");
            return null;
        }
    }

    /// <exception cref="MigrationException">ForeignKeyViolated: there are more than before.</exception>
    public static void Require(sqlite3 database, IReadOnlyDictionary<(string Table, long Key, string Parent), long>? before)
    {
        if (before is null) return;
        foreach (var ((table, key, parent), rows) in Count(database))
        {
            var more = rows - before.GetValueOrDefault((table, key, parent));
            if (more > 0) throw new TableReturnException(new("main", table), CopyBackErrors.ForeignKeyViolated(FormattableString.Invariant($"{more} rows of {table} would refer to no row of {parent}."), table));
        }
    }

    private static Dictionary<(string Table, long Key, string Parent), long> Count(sqlite3 database)
    {
        var found = new Dictionary<(string, long, string), long>();
        using var row = SqliteStatement.Prepare(database, "PRAGMA main.foreign_key_check");
        while (row.Step())
        {
            var key = (row.Text(0), row.Int64(3), row.Text(2));
            found[key] = found.GetValueOrDefault(key) + 1;
        }

        return found;
    }
}

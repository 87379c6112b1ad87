using Microsoft.Data.Sqlite;

namespace PgMigrate.Engine.Sqlite;

/// <summary>Runs the reader's small catalog queries.</summary>
internal static class SqliteQuery
{
    /// <summary>The query's rows; <paramref name="argument"/> is its parameter <c>$name</c>.</summary>
    public static List<T> Rows<T>(SqliteConnection connection, string sql, string? argument, Func<SqliteDataReader, T> read)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        if (argument is not null) command.Parameters.AddWithValue("$name", argument);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(read(reader));
        return rows;
    }

    public static string? TextOrNull(SqliteDataReader reader, int ordinal) => reader.IsDBNull(ordinal) ? null : reader.GetString(ordinal);
}

using Microsoft.Data.Sqlite;

namespace PgMigrate.Benchmarks.Data;

/// <summary>
/// A web shop as a SQLite file: 600,000 rows in 13 tables, typed as applications type them, with keys, foreign keys, indexes, dates as
/// text, epoch seconds, decimals, 0/1 booleans, JSON and blobs. Every value follows from its row's number.
/// </summary>
internal static class ShopFile
{
    public static async Task CreateAsync(string path, int scale, CancellationToken cancellationToken)
    {
        SQLitePCL.Batteries_V2.Init();
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await ExecuteAsync(connection, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;", cancellationToken);
        await ExecuteAsync(connection, ShopSchema.Sql, cancellationToken);
        await ExecuteAsync(connection, "BEGIN", cancellationToken);
        foreach (var (table, rows, values) in ShopRows.All)
        {
            await ExecuteAsync(
                connection,
                $"""
                INSERT INTO {table}
                WITH RECURSIVE counter(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counter WHERE n < {rows * scale})
                SELECT {values.Replace("$scale", $"{scale}", StringComparison.Ordinal)} FROM counter
                """,
                cancellationToken);
        }

        await ExecuteAsync(connection, "COMMIT", cancellationToken);
        await ExecuteAsync(connection, ShopSchema.Indexes, cancellationToken);
    }

    /// <summary>The rows of all tables together.</summary>
    public static long RowCount(int scale) => ShopRows.All.Sum(table => (long)table.Rows) * scale;

    private static async Task ExecuteAsync(SqliteConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

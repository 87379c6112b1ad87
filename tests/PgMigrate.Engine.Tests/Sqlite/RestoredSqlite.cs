using Npgsql;
using PgMigrate.Engine.Sqlite;

namespace PgMigrate.Engine.Tests.Sqlite;

/// <summary>A database in which the entries of a SQLite file were made, without rows.</summary>
internal sealed class RestoredSqlite(NpgsqlConnection connection, SqliteEntrySet set) : IAsyncDisposable
{
    private readonly List<string> refused = [];

    public SqliteEntrySet Set => set;

    /// <summary>The optional entries that the server refused.</summary>
    public IReadOnlyList<string> Refused => refused;

    public static async Task<RestoredSqlite> RestoreAsync(NpgsqlConnection connection, SqliteEntrySet set)
    {
        var restored = new RestoredSqlite(connection, set);
        foreach (var entry in set.Entries.Where(entry => entry.Definition.Length > 0))
        {
            try
            {
                await restored.ReadAsync(entry.Definition);
            }
            catch (PostgresException) when (set.OptionalDumpIds.Contains(entry.DumpId))
            {
                restored.refused.Add(entry.Key);
            }
            catch (PostgresException exception)
            {
                throw new InvalidOperationException($"{exception.MessageText} in {entry.Definition}", exception);
            }
        }

        return restored;
    }

    /// <summary>The first column of the rows, as text.</summary>
    public async Task<IReadOnlyList<string>> ReadAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync()) rows.Add(reader.GetValue(0).ToString()!);
        return rows;
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}

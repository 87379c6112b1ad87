using Microsoft.Data.Sqlite;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Journal;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Toc;
using Xunit;

namespace PgMigrate.Engine.Tests.Journal;

/// <summary>Journals for tests, and what stands in their files.</summary>
internal static class TestJournal
{
    /// <summary>The journal of a database: in its schema, or in the file.</summary>
    public static async Task<IMigrationJournal> OpenAsync(DatabaseEndpoint database, string? path)
        => path is null
            ? await PostgresJournal.OpenAsync(await Sql.OpenAsync(database), TestContext.Current.CancellationToken)
            : await OpenFileAsync(database, path);

    public static async Task<SqliteJournal> OpenFileAsync(DatabaseEndpoint database, string path)
    {
        var connection = await Sql.OpenAsync(database);
        try
        {
            return await SqliteJournal.OpenAsync(path, connection, database, TestContext.Current.CancellationToken);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public static MigrationRun Run(string source = "host/shop", int minutes = 0) => new()
    {
        Id = Guid.NewGuid(),
        Source = source,
        Settings = "-Mode Empty",
        SourceState = "{}",
        Status = MigrationStatus.Running,
        StartedAt = new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.Zero).AddMinutes(minutes),
        Holder = "test",
    };

    public static Checkpoint Chunk(int number, string entry = "TABLE DATA public t") => new()
    {
        Entry = entry,
        TableName = "public.t",
        Chunk = new() { Number = number, Kind = ChunkKind.KeyRange, Column = "id", From = number * 100, Upto = number * 100 + 100 },
    };

    /// <summary>Runs SQL on a journal's file that no run holds; returns the first value.</summary>
    public static object? Edit(string path, string sql)
    {
        SqliteLibrary.Initialize();
        using var connection = new SqliteConnection($"Data Source={path};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}

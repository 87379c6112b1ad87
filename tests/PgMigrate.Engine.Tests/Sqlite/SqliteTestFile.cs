using Microsoft.Data.Sqlite;
using PgMigrate.Engine.Connections;

namespace PgMigrate.Engine.Tests.Sqlite;

/// <summary>A SQLite file in a folder of its own, made of SQL, gone with the test.</summary>
internal sealed class SqliteTestFile : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("pgmigrate-sqlite-").FullName;
    private SqliteConnection? connection;

    public SqliteTestFile(params string[] statements)
    {
        Path = System.IO.Path.Combine(folder, "sample.db");
        foreach (var statement in statements) Execute(statement);
    }

    public string Path { get; }

    public DatabaseEndpoint Endpoint => EndpointParser.Parse(Path);

    /// <summary>One connection for as long as the file lives.</summary>
    public SqliteConnection Connection => connection ??= Open();

    public SqliteConnection Open()
    {
        var opened = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path, Pooling = false }.ConnectionString);
        opened.Open();
        return opened;
    }

    public void Execute(string sql)
    {
        using var own = Open();
        using var command = own.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        connection?.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}

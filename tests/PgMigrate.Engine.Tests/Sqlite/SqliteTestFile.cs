using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using PgMigrate.Engine.Sqlite;

namespace PgMigrate.Engine.Tests.Sqlite;

/// <summary>A SQLite file made of SQL, gone with the test.</summary>
internal sealed class SqliteTestFile : IDisposable
{
    private readonly string path = Path.Combine(Path.GetTempPath(), $"pgmigrate-{Guid.NewGuid():N}.db");

    public SqliteTestFile(string sql)
    {
        Connection = new SqliteConnection($"Data Source={path};Pooling=false");
        Connection.Open();
        using var command = Connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public SqliteConnection Connection { get; }

    public void Dispose()
    {
        Connection.Dispose();
        File.Delete(path);
    }

    /// <summary>The engine chooses the native library for its own connections and for those of the tests.</summary>
    [ModuleInitializer]
    internal static void UseChosenLibrary() => SqliteLibrary.Initialize();
}

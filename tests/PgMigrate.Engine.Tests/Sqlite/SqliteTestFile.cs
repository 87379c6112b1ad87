using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

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

    /// <summary>STRICT tables need SQLite 3.37: the system's library where it has one.</summary>
    [ModuleInitializer]
    internal static void UseSystemLibrary()
    {
        var provider = Assembly.Load("SQLitePCLRaw.provider.e_sqlite3");
        try
        {
            NativeLibrary.SetDllImportResolver(provider, static (name, assembly, search) =>
                NativeLibrary.TryLoad("libsqlite3.so.0", out var system) ? system : NativeLibrary.Load(name, assembly, search));
        }
        catch (InvalidOperationException)
        {
            // The engine has set its own.
        }

        SQLitePCL.Batteries_V2.Init();
    }
}

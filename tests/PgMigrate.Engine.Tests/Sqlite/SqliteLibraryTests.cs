using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Sqlite;
using Xunit;

namespace PgMigrate.Engine.Tests.Sqlite;

public sealed class SqliteLibraryTests
{
    [Fact]
    public void Is_chosen_in_each_load_context_of_its_own()
    {
        using var sample = new SqliteSample("CREATE TABLE t (v)");
        var context = new EngineContext();
        var engine = context.LoadFromAssemblyName(typeof(SqliteLibrary).Assembly.GetName());
        var library = engine.GetType(typeof(SqliteLibrary).FullName!, throwOnError: true)!;
        Assert.NotEqual(typeof(SqliteLibrary), library);

        var version = library.GetProperty(nameof(SqliteLibrary.Version), BindingFlags.Static | BindingFlags.Public)!.GetValue(null);
        var open = engine.GetType(typeof(SqliteFile).FullName!, throwOnError: true)!.GetMethod(nameof(SqliteFile.Open))!;
        using var connection = (IDisposable)open.Invoke(null, [sample.Path, true, null])!;

        Assert.Equal(SqliteLibrary.Version, version);
        Assert.Same(context, AssemblyLoadContext.GetLoadContext(connection.GetType().Assembly));
    }

    [Fact]
    public async Task Is_chosen_once_by_many_threads()
    {
        var versions = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() =>
        {
            SqliteLibrary.Initialize();
            return SqliteLibrary.Version;
        })));
        Assert.Single(versions.Distinct());
    }

    /// <summary>Loads the engine and its packages a second time, as the module does.</summary>
    private sealed class EngineContext() : AssemblyLoadContext(nameof(EngineContext))
    {
        protected override Assembly? Load(AssemblyName assemblyName)
        {
            var path = Path.Combine(AppContext.BaseDirectory, assemblyName.Name + ".dll");
            return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
        }

        protected override nint LoadUnmanagedDll(string unmanagedDllName)
        {
            var folder = Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native");
            var path = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, $"*{unmanagedDllName}.*").FirstOrDefault() : null;
            return path is null ? 0 : LoadUnmanagedDllFromPath(path);
        }
    }
}

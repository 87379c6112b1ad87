using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace PgMigrate.Engine.Connections;

/// <summary>
/// Chooses the native SQLite library, once a process: the system's where it is newer than the bundled 3.35, else the bundled one.
/// Call <see cref="Initialize"/> before anything else touches SQLite: functions that were bound earlier stay with the bundled library.
/// </summary>
internal static unsafe class SqliteLibrary
{
    private const string BundledName = "e_sqlite3";
    private const int BundledVersion = 3_035_005;

    private static readonly Assembly Provider = typeof(SQLite3Provider_e_sqlite3).Assembly;
    private static readonly Lazy<nint> Chosen = new(Choose, LazyThreadSafetyMode.ExecutionAndPublication);

    /// <summary>The native library's handle.</summary>
    public static nint Handle => Chosen.Value;

    /// <summary>The chosen library's version number, such as 3040001.</summary>
    public static int Version => VersionOf(Handle);

    /// <summary>Binds the provider to the chosen library. Does nothing the second time; safe from any thread.</summary>
    public static void Initialize() => _ = Chosen.Value;

    private static nint Choose()
    {
        var system = LoadSystemLibrary();
        if (system != 0)
        {
            // The provider names its library in its DllImports; the resolver belongs to this load context's copy of its assembly.
            NativeLibrary.SetDllImportResolver(Provider, (name, _, _) => name == BundledName ? system : 0);
        }

        var library = system != 0 ? system : NativeLibrary.Load(BundledName, Provider, null);
        Batteries_V2.Init();
        return library;
    }

    private static nint LoadSystemLibrary()
    {
        foreach (var name in SystemNames())
        {
            if (!NativeLibrary.TryLoad(name, out var library)) continue;
            if (VersionOf(library) > BundledVersion && IsThreadSafe(library)) return library;
            NativeLibrary.Free(library);
        }

        return 0;
    }

    private static string[] SystemNames()
    {
        if (OperatingSystem.IsWindows()) return Environment.Is64BitProcess ? ["winsqlite3.dll"] : [];
        return OperatingSystem.IsMacOS() ? ["/usr/lib/libsqlite3.dylib"] : ["libsqlite3.so.0"];
    }

    private static int VersionOf(nint library)
        => NativeLibrary.TryGetExport(library, "sqlite3_libversion_number", out var function)
            ? ((delegate* unmanaged[Cdecl]<int>)function)()
            : 0;

    private static bool IsThreadSafe(nint library)
        => NativeLibrary.TryGetExport(library, "sqlite3_threadsafe", out var function)
            && ((delegate* unmanaged[Cdecl]<int>)function)() != 0;
}

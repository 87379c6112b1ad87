using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace PgMigrate.Engine.Connections;

/// <summary>
/// Chooses the native SQLite library, once a process: the system's where it is newer than the bundled 3.35, else the bundled one.
/// </summary>
internal static unsafe class SqliteLibrary
{
    private const string BundledName = "e_sqlite3";
    private const int BundledVersion = 3_035_005;

    private static readonly Assembly Provider = typeof(SQLite3Provider_e_sqlite3).Assembly;
    private static readonly Lazy<nint> SystemLibrary = new(LoadSystemLibrary, LazyThreadSafetyMode.ExecutionAndPublication);
    private static readonly Lazy<nint> Chosen = new(Choose, LazyThreadSafetyMode.ExecutionAndPublication);

    /// <summary>The native library's handle.</summary>
    public static nint Handle => Chosen.Value;

    /// <summary>The chosen library's version number, such as 3040001.</summary>
    public static int Version => VersionOf(Handle);

    /// <summary>Makes SQLite ready for use. Does nothing the second time; safe from any thread.</summary>
    public static void Initialize() => _ = Chosen.Value;

    /// <summary>
    /// Points the provider to the chosen library as soon as the engine is loaded: the provider binds its functions one by one as they
    /// are first called, and a connection that two native libraries share crashes the process. Nothing native is loaded before it is used.
    /// </summary>
    [SuppressMessage("Usage", "CA2255", Justification = "It must run before any other use of SQLite in the engine's load context.")]
    [ModuleInitializer]
    internal static void RedirectProvider()
        => NativeLibrary.SetDllImportResolver(Provider, (name, _, _) => name == BundledName ? SystemLibrary.Value : 0);

    private static nint Choose()
    {
        Batteries_V2.Init();
        return SystemLibrary.Value != 0 ? SystemLibrary.Value : NativeLibrary.Load(BundledName, Provider, null);
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

using System.Runtime.InteropServices;

namespace PgMigrate.Engine.Archives;

/// <summary>The system's libraries of compressions that .NET lacks, loaded when they are first needed.</summary>
internal static class DecompressionLibrary
{
    private static readonly Lazy<nint> LoadedLz4 = new(() => Load(Lz4Names()));
    private static readonly Lazy<nint> LoadedZstd = new(() => Load(ZstdNames()));

    /// <summary>The handle of LZ4's library; 0 where it is not installed.</summary>
    public static nint Lz4 => LoadedLz4.Value;

    /// <summary>The handle of Zstandard's library; 0 where it is not installed.</summary>
    public static nint Zstd => LoadedZstd.Value;

    public static string Lz4Name => Lz4Names()[0];

    public static string ZstdName => ZstdNames()[0];

    private static string[] Lz4Names() => OperatingSystem.IsWindows() ? ["liblz4.dll", "lz4.dll"]
        : OperatingSystem.IsMacOS() ? ["liblz4.1.dylib", "/opt/homebrew/lib/liblz4.1.dylib", "/usr/local/lib/liblz4.1.dylib"]
        : ["liblz4.so.1"];

    private static string[] ZstdNames() => OperatingSystem.IsWindows() ? ["libzstd.dll", "zstd.dll"]
        : OperatingSystem.IsMacOS() ? ["libzstd.1.dylib", "/opt/homebrew/lib/libzstd.1.dylib", "/usr/local/lib/libzstd.1.dylib"]
        : ["libzstd.so.1"];

    private static nint Load(string[] names)
    {
        foreach (var name in names)
        {
            if (NativeLibrary.TryLoad(name, out var library)) return library;
        }

        return 0;
    }
}

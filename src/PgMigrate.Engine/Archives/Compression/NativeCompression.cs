using System.Runtime.InteropServices;

namespace PgMigrate.Engine.Archives;

/// <summary>Loads the system's compression libraries, which .NET does not bring.</summary>
internal static class NativeCompression
{
    /// <summary>The first of the libraries that is there; 0 where none is.</summary>
    public static nint Load(params string[] names)
    {
        foreach (var name in names)
        {
            if (NativeLibrary.TryLoad(name, out var library)) return library;
        }

        return 0;
    }

    public static MigrationException Unavailable(ArchiveCompression compression, string library) => new(
        "CompressionUnavailable", MigrationErrorCategory.ResourceUnavailable,
        $"{compression} needs the library {library}, which this system does not have.")
    {
        Subject = library,
        Remedy = $"Install {library}, or choose -Compression Gzip.",
    };

    public static MigrationException Failed(ArchiveCompression compression, string? reason) => new(
        "CompressionFailed", MigrationErrorCategory.WriteError, $"{compression} could not compress: {reason}.")
    {
        Subject = compression.ToString(),
        Remedy = "Choose -Compression Gzip.",
    };
}

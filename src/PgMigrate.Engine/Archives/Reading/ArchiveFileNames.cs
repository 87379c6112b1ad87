using System.Buffers;

namespace PgMigrate.Engine.Archives;

/// <summary>The names of files that an archive may speak of: they are in its own folder, or tar file, and nowhere else.</summary>
internal static class ArchiveFileNames
{
    /// <summary>A dot would be a folder, a colon a drive or a stream of another file; the rest ends names or parts them.</summary>
    private static readonly SearchValues<char> Forbidden = SearchValues.Create("/\\:*?\"<>|\0");

    /// <summary>pg_dump adds to a name what it is compressed with.</summary>
    public static IReadOnlyList<(string Suffix, ArchiveCompression Compression)> Suffixes { get; } =
        [("", ArchiveCompression.None), (".gz", ArchiveCompression.Gzip), (".lz4", ArchiveCompression.Lz4), (".zst", ArchiveCompression.Zstd)];

    /// <exception cref="MigrationException">ArchiveUnsafe.</exception>
    public static void Require(string name, string file, long offset)
    {
        if (name.Length is > 0 and < 256 && !name.AsSpan().ContainsAny(Forbidden) && name.Trim(' ', '.').Length == name.Length && !name.Any(char.IsControl)) return;
        throw ArchiveErrors.Unsafe(file, offset, name.Length > 100 ? name[..100] + "…" : name);
    }
}

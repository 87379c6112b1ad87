namespace PgMigrate.Engine.Archives;

/// <summary>Opens compressed parts of archives.</summary>
internal static class Decompression
{
    /// <summary>What can't be read on this machine: the library that is missing; null for all else.</summary>
    public static string? MissingLibrary(ArchiveCompression compression) => compression switch
    {
        ArchiveCompression.Lz4 when DecompressionLibrary.Lz4 == 0 => DecompressionLibrary.Lz4Name,
        ArchiveCompression.Zstd when DecompressionLibrary.Zstd == 0 => DecompressionLibrary.ZstdName,
        _ => null,
    };

    /// <summary>The data of a table or large object within a custom archive.</summary>
    /// <exception cref="MigrationException">CompressionUnavailable.</exception>
    public static ArchiveStream OfBlock(ArchiveStream source, ArchiveCompression compression) => compression switch
    {
        ArchiveCompression.None => source,
        ArchiveCompression.Gzip => DeflateDecompression.OfZlib(source),
        // pg_restore reads one LZ4 frame after the other; of Zstandard's it loses what is behind the first in one piece.
        ArchiveCompression.Lz4 => OfFrames(source, compression, isSeveral: true),
        _ => OfFrames(source, compression, isSeveral: false),
    };

    /// <summary>A file of its own, which may be several streams one after the other.</summary>
    /// <exception cref="MigrationException">CompressionUnavailable.</exception>
    public static ArchiveStream OfFile(ArchiveStream source, ArchiveCompression compression) => compression switch
    {
        ArchiveCompression.None => source,
        ArchiveCompression.Gzip => DeflateDecompression.OfGzip(source),
        _ => OfFrames(source, compression, isSeveral: true),
    };

    private static FrameDecompression OfFrames(ArchiveStream source, ArchiveCompression compression, bool isSeveral)
    {
        if (MissingLibrary(compression) is { } library)
        {
            var missing = ArchiveErrors.CompressionUnavailable(source.File, source.Offset, compression.ToString().ToLowerInvariant(), library);
            source.Dispose();
            throw missing;
        }

        return compression == ArchiveCompression.Lz4
            ? new(source, new Lz4Decoder(), "LZ4", isSeveral)
            : new(source, new ZstdDecoder(), "Zstandard", isSeveral);
    }
}

using System.IO.Compression;

namespace PgMigrate.Engine.Archives;

/// <summary>How an archive's rows are compressed, and how hard.</summary>
/// <param name="Kind">The algorithm.</param>
/// <param name="Level">The level; null for the algorithm's own.</param>
internal sealed record CompressionChoice(ArchiveCompression Kind, int? Level)
{
    /// <summary>What the name of a compressed file ends with.</summary>
    public string Suffix => Kind switch
    {
        ArchiveCompression.Gzip => ".gz",
        ArchiveCompression.Lz4 => ".lz4",
        ArchiveCompression.Zstd => ".zst",
        _ => "",
    };

    /// <summary>.NET has three of deflate's nine levels: 1, 6 and 9.</summary>
    private CompressionLevel Deflate => Level switch
    {
        null => CompressionLevel.Optimal,
        <= 3 => CompressionLevel.Fastest,
        >= 9 => CompressionLevel.SmallestSize,
        _ => CompressionLevel.Optimal,
    };

    /// <summary>Refuses what cannot be done here, before anything is written.</summary>
    /// <exception cref="MigrationException">CompressionUnavailable, InvalidCompressionLevel.</exception>
    public void Require()
    {
        var (lowest, highest) = Kind switch
        {
            ArchiveCompression.None => (0, 0),
            ArchiveCompression.Gzip => (1, 9),
            ArchiveCompression.Lz4 => (1, 12),
            _ => (1, 22),
        };
        if (Level is { } level && (level < lowest || level > highest))
        {
            throw new MigrationException(
                "InvalidCompressionLevel", MigrationErrorCategory.InvalidArgument, FormattableString.Invariant($"{Kind} has no compression level {level}."))
            {
                Subject = Kind.ToString(),
                Remedy = highest == 0 ? "Leave the level out." : FormattableString.Invariant($"Name a level from {lowest} to {highest}."),
            };
        }

        if (Kind == ArchiveCompression.Lz4) NativeLz4.Require();
        if (Kind == ArchiveCompression.Zstd) NativeZstd.Require();
    }

    /// <summary>One stream as Custom archives hold it.</summary>
    public IByteSink OpenStream(IByteSink output, CompressionThreads threads)
        => Kind == ArchiveCompression.Gzip ? new ZlibSink(output, Deflate, threads) : OpenFile(output, threads);

    /// <summary>One file as Directory archives hold it.</summary>
    public IByteSink OpenFile(IByteSink output, CompressionThreads threads) => Kind switch
    {
        ArchiveCompression.Gzip => new GzipSink(output, Deflate, threads),
        ArchiveCompression.Lz4 => new Lz4Sink(output, Level ?? 0),
        ArchiveCompression.Zstd => new ZstdSink(output, Level ?? 3),
        _ => new PlainSink(output),
    };
}

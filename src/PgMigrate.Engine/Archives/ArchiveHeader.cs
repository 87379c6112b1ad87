namespace PgMigrate.Engine.Archives;

/// <summary>What an archive says of itself before its table of contents (PostgreSQL, pg_backup_archiver.c, ReadHead).</summary>
internal sealed record ArchiveHeader
{
    public required ArchiveVersion Version { get; init; }

    /// <summary>The bytes of an integer, without its sign.</summary>
    public int IntegerSize { get; init; } = 4;

    /// <summary>The bytes of a file position.</summary>
    public int OffsetSize { get; init; } = 8;

    /// <summary>The format; that of a folder's table of contents says Tar.</summary>
    public required ArchiveFormat Format { get; init; }

    public required ArchiveCompression Compression { get; init; }

    /// <summary>The time of the dumping machine's clock, whose zone is not told.</summary>
    public required DateTime CreatedAt { get; init; }

    public string? Database { get; init; }

    /// <summary>The dumped server's version, such as <c>18.6</c>.</summary>
    public string? ServerVersion { get; init; }

    /// <summary>The version of the program that wrote it.</summary>
    public string? DumperVersion { get; init; }
}

namespace PgMigrate;

/// <summary>How the rows in an archive are compressed.</summary>
public enum ArchiveCompression
{
    None,
    Gzip,
    Lz4,
    Zstd,
}

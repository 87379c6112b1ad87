namespace PgMigrate;

/// <summary>An archive of pg_dump's or Export-PgDatabase's, as <c>Get-PgArchive</c> gives it.</summary>
public sealed record PgArchive
{
    /// <summary>The file or folder.</summary>
    public required string Path { get; init; }

    public required ArchiveFormat Format { get; init; }

    /// <summary>The version of the archive's layout, such as <c>1.16</c>; null for a script.</summary>
    public string? Version { get; init; }

    /// <summary>How rows are compressed, as the archive says; single files of a folder may differ.</summary>
    public required ArchiveCompression Compression { get; init; }

    /// <summary>When it was made, by the clock of the machine that made it, whose time zone is not told; null for a script.</summary>
    public DateTime? CreatedAt { get; init; }

    /// <summary>The database; null where it is not told.</summary>
    public string? Database { get; init; }

    /// <summary>The version of the server that the database was on, such as <c>18.6</c>.</summary>
    public string? ServerVersion { get; init; }

    /// <summary>The version of the program that wrote it.</summary>
    public string? DumperVersion { get; init; }

    /// <summary>The character set of its text, by PostgreSQL's name.</summary>
    public required string Encoding { get; init; }

    /// <summary>The number of entries in its table of contents.</summary>
    public required int EntryCount { get; init; }

    public override string ToString() => Path;
}

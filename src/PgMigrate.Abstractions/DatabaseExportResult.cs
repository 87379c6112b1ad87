namespace PgMigrate;

/// <summary>What became of the export of one database.</summary>
public sealed record DatabaseExportResult
{
    /// <summary>The source, without its password.</summary>
    public required string Source { get; init; }

    /// <summary>The archive's file or folder.</summary>
    public required string Path { get; init; }

    public required ArchiveFormat Format { get; init; }

    public required DatabaseExportStatus Status { get; init; }

    /// <summary>The entries of the archive's table of contents.</summary>
    public int Entries { get; init; }

    /// <summary>What became of each table's rows.</summary>
    public IReadOnlyList<TableExportResult> Tables { get; init; } = [];

    /// <summary>The rows in the archive.</summary>
    public long Rows => Tables.Sum(table => table.Rows);

    /// <summary>The bytes of the rows as COPY's text, and those of large objects, before compression.</summary>
    public long Bytes { get; init; }

    /// <summary>The archive's files, with the manifest where one was asked for.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>The bytes of the files.</summary>
    public long FileBytes { get; init; }

    public TimeSpan Elapsed { get; init; }

    /// <summary>What of the source is not in the archive, or is in another form.</summary>
    public IReadOnlyList<MigrationFinding> Findings { get; init; } = [];

    public override string ToString() => $"{Source} -> {Path}: {Status}";
}

using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Transfer;

/// <summary>Which database to export, where to, and how.</summary>
public sealed record DatabaseExportRequest : IEntryChoice
{
    private static readonly Version Oldest = new(1, 14);
    private static readonly Version WithAlgorithm = new(1, 15);
    private static readonly Version Newest = new(1, 16);

    public required DatabaseEndpoint Source { get; init; }

    /// <summary>The file, or for <see cref="ArchiveFormat.Directory"/> the folder.</summary>
    public required string Path { get; init; }

    public ArchiveFormat Format { get; init; } = ArchiveFormat.Custom;

    /// <summary>How rows are compressed; null for gzip, and for a script not at all.</summary>
    public ArchiveCompression? Compression { get; init; }

    /// <summary>The compression's level; null for its own.</summary>
    public int? CompressionLevel { get; init; }

    /// <summary>The archive's version, 1.14 to 1.16; null for the oldest that can hold it.</summary>
    public Version? ArchiveVersion { get; init; }

    /// <inheritdoc/>
    public TableSelection Selection { get; init; } = TableSelection.All;

    /// <inheritdoc/>
    public DatabaseSections Sections { get; init; } = DatabaseSections.All;

    /// <inheritdoc/>
    public IReadOnlyList<string> ExcludeExtensions { get; init; } = [];

    /// <summary>Leaves the objects without owners: they belong to who restores them.</summary>
    public bool NoOwner { get; init; }

    /// <summary>Leaves out GRANT and REVOKE.</summary>
    public bool NoPrivileges { get; init; }

    public bool NoComments { get; init; }

    public bool NoSecurityLabels { get; init; }

    /// <summary>Leaves everything in the destination's default tablespace.</summary>
    public bool NoTablespaces { get; init; }

    /// <summary>Leaves every table to the destination's default access method.</summary>
    public bool NoTableAccessMethod { get; init; }

    /// <summary>A script drops first what it makes. Archives always hold what that takes.</summary>
    public bool Clean { get; init; }

    /// <summary>With <see cref="Clean"/>: what is not there need not be dropped.</summary>
    public bool IfExists { get; init; }

    /// <summary>A script makes the database and connects to it. Archives always hold what that takes.</summary>
    public bool Create { get; init; }

    /// <summary>A script's rows are INSERT statements, of <see cref="RowsPerInsert"/> rows.</summary>
    public bool Inserts { get; init; }

    /// <summary>The same with the columns' names.</summary>
    public bool ColumnInserts { get; init; }

    /// <summary>The most rows in one INSERT statement; null for 1. Means <see cref="Inserts"/>, too.</summary>
    public int? RowsPerInsert { get; init; }

    /// <summary>An INSERT statement leaves out rows that are there already.</summary>
    public bool OnConflictDoNothing { get; init; }

    /// <summary>The number of connections that read at the same time.</summary>
    public int ThrottleLimit { get; init; } = Math.Clamp(Environment.ProcessorCount, 1, 8);

    /// <summary>Writes <c>path.sha256</c> beside the archive, as sha256sum does.</summary>
    public bool Manifest { get; init; }

    /// <summary>Writes what the planner knows of tables and indexes, which servers take back since PostgreSQL 18.</summary>
    public bool Statistics { get; init; }

    /// <summary>Goes on with a folder's export that was stopped.</summary>
    public bool Resume { get; init; }

    /// <summary>Replaces an archive that is there.</summary>
    public bool Force { get; init; }

    /// <summary>Lets values of a SQLite source that are all UUIDs or all JSON become uuid and jsonb.</summary>
    public bool InferTypes { get; init; }

    public IdentifierCase IdentifierCase { get; init; }

    /// <summary>How long to wait for a table of the source that another session holds, or waits to alter.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The export that makes a file of what a copy would bring to a database: a script where its name says so, else a Custom archive.</summary>
    /// <param name="copy">A copy whose destination is a file.</param>
    /// <exception cref="MigrationException">ParametersConflict.</exception>
    public static DatabaseExportRequest ConversionOf(DatabaseCopyRequest copy)
    {
        var path = copy.Destination.Database;
        var isPacked = path.EndsWith(".sql.gz", StringComparison.OrdinalIgnoreCase);
        var request = new DatabaseExportRequest
        {
            Source = copy.Source,
            Path = path,
            Format = isPacked || path.EndsWith(".sql", StringComparison.OrdinalIgnoreCase) ? ArchiveFormat.Plain
                : path.EndsWith(".tar", StringComparison.OrdinalIgnoreCase) ? ArchiveFormat.Tar
                : ArchiveFormat.Custom,
            Compression = isPacked ? ArchiveCompression.Gzip : null,
            Selection = copy.Selection,
            Sections = copy.Sections,
            ExcludeExtensions = copy.ExcludeExtensions,
            NoOwner = copy.NoOwner,
            NoPrivileges = copy.NoPrivileges,
            NoComments = copy.NoComments,
            NoSecurityLabels = copy.NoSecurityLabels,
            NoTablespaces = copy.NoTablespaces,
            NoTableAccessMethod = copy.NoTableAccessMethod,
            Clean = copy.Clean,
            IfExists = copy.IfExists,
            Create = copy.Create,
            Force = copy.Force,
            ThrottleLimit = copy.ThrottleLimit,
        };
        request.Validate();
        return request;
    }

    /// <summary>Refuses what contradicts itself, before anything is opened.</summary>
    /// <exception cref="MigrationException">ParametersConflict.</exception>
    public void Validate()
    {
        if (IfExists && !Clean) throw Conflict(nameof(IfExists), "-IfExists is about what -Clean drops, and nothing is to be dropped.", "Add -Clean, or leave -IfExists out.");
        if (Format == ArchiveFormat.Tar) throw Conflict(nameof(Format), "Tar archives are read, and not written.", "Choose Directory, and put the folder's files into a tar file with toc.dat first.");
        if (OnConflictDoNothing && !HasInserts) throw Conflict(nameof(OnConflictDoNothing), "-OnConflictDoNothing is about INSERT statements, and there are none.", "Add -Inserts, or leave it out.");
        if (HasInserts && Format != ArchiveFormat.Plain) throw Conflict(nameof(Inserts), "INSERT statements are for scripts.", "Add -Format Plain, or leave them out.");
        if (RowsPerInsert < 1) throw Conflict(nameof(RowsPerInsert), "An INSERT statement has one row at the least.", "Name a number from 1.");
        if (Resume && Format != ArchiveFormat.Directory) throw Conflict(nameof(Resume), "Only a folder's export can be resumed: a file is whole or not there.", "Leave -Resume out, or choose -Format Directory.");
        if (Resume && Force) throw Conflict(nameof(Resume), "-Resume goes on with what is in the folder, and -Force replaces it.", "Say one of them.");
        if (ThrottleLimit < 1) throw Conflict(nameof(ThrottleLimit), "Nothing can be read over no connection.", "Name a number from 1.");
        if (ArchiveVersion is not { } version) return;
        if (version < Oldest || version > Newest) throw Conflict(nameof(ArchiveVersion), $"Archives of version {version} are not written.", $"Name {Oldest}, {WithAlgorithm} or {Newest}.");
        if (version < WithAlgorithm && Compressed is ArchiveCompression.Lz4 or ArchiveCompression.Zstd && Format != ArchiveFormat.Plain)
        {
            throw Conflict(nameof(ArchiveVersion), $"Archives of version {version} cannot say that they are compressed by {Compressed}.", $"Name version {WithAlgorithm}, or choose Gzip.");
        }
    }

    internal bool HasInserts => Inserts || ColumnInserts || RowsPerInsert is not null;

    internal ArchiveCompression Compressed => Compression ?? (Format == ArchiveFormat.Plain ? ArchiveCompression.None : ArchiveCompression.Gzip);

    /// <summary>The last number of the version that is written.</summary>
    internal int MinorVersion => ArchiveVersion?.Minor
        ?? (Format != ArchiveFormat.Plain && Compressed is ArchiveCompression.Lz4 or ArchiveCompression.Zstd ? WithAlgorithm.Minor : Oldest.Minor);

    private static MigrationException Conflict(string parameter, string message, string remedy) => TransferRequest.Conflict(parameter, message, remedy);
}

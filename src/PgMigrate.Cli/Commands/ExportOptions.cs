using System.CommandLine;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Cli.Commands;

/// <summary>The arguments and options of an export, and the request that they make.</summary>
internal sealed class ExportOptions
{
    private readonly EndpointArgument source = new("source", "The database to export.");

    private readonly Argument<string> path = new("path") { Description = "The file to write, or with --format directory the folder." };

    private readonly Option<ArchiveFormat> format = new("--format")
    {
        Description = "What to write: custom (the default) and directory for pg_restore and import, plain for psql.",
        HelpName = "custom|directory|plain",
        DefaultValueFactory = _ => ArchiveFormat.Custom,
    };

    private readonly Option<ArchiveCompression?> compression = new("--compression")
    {
        Description = "How rows are compressed: gzip (the default, but for plain), lz4, zstd or none.",
        HelpName = "gzip|lz4|zstd|none",
    };

    private readonly Option<int?> compressionLevel = new("--compression-level") { Description = "The compression's level.", HelpName = "number" };

    private readonly Option<Version?> archiveVersion = new("--archive-version")
    {
        Description = "The layout's version: 1.14 (the default) for pg_restore 12 and later, 1.15 for 16, 1.16 for 17.",
        HelpName = "1.14|1.15|1.16",
        CustomParser = result =>
        {
            var word = result.Tokens.Single().Value;
            if (!Version.TryParse(word, out var version)) result.AddError($"--archive-version takes 1.14, 1.15 or 1.16; '{word}' is none of them.");
            return version;
        },
    };

    private readonly Option<bool> clean = new("--clean") { Description = "Let a plain script drop what it creates, before it is created." };

    private readonly Option<bool> ifExists = new("--if-exists") { Description = "With --clean: what is not there need not be dropped." };

    private readonly Option<bool> create = new("--create") { Description = "Let a plain script create the database and connect to it." };

    private readonly Option<bool> inserts = new("--inserts") { Description = "Write a plain script's rows as INSERT statements." };

    private readonly Option<bool> columnInserts = new("--column-inserts") { Description = "The same with the columns' names." };

    private readonly Option<int?> rowsPerInsert = new("--rows-per-insert") { Description = "The most rows in one INSERT statement.", HelpName = "number" };

    private readonly Option<bool> onConflictDoNothing = new("--on-conflict-do-nothing") { Description = "Let INSERT statements leave out rows that are there." };

    private readonly Option<bool> manifest = new("--manifest") { Description = "Write the files' SHA-256 sums beside them, as sha256sum does." };

    private readonly Option<bool> statistics = new("--statistics") { Description = "Write what the planner knows of tables and indexes; PostgreSQL 18 takes it back." };

    private readonly Option<bool> inferTypes = new("--infer-types")
    {
        Description = "Let a SQLite column whose values are all UUIDs or all JSON become uuid or jsonb.",
    };

    private readonly Option<int> lockTimeout = new("--lock-timeout")
    {
        Description = "How long to wait for a table of the source that another session holds, or waits to alter.",
        HelpName = "seconds",
        DefaultValueFactory = _ => 30,
    };

    private readonly Option<bool> resume = new("--resume") { Description = "Go on with a folder's export that was stopped." };

    private readonly Option<bool> force = new("--force") { Description = "Replace an archive that is there." };

    private readonly EntryOptions entries = new();

    public ExportOptions()
    {
        format.AcceptNames();
        compression.AcceptNames();
        compressionLevel.AcceptNumber();
        rowsPerInsert.AcceptPositive();
        lockTimeout.AcceptSeconds(least: 1);
    }

    public SharedOptions Shared { get; } = new();

    public ReportOption Report { get; } = new();

    public void AddTo(Command command)
    {
        command.Add(source);
        command.Add(path);
        Option[] first = [format, compression, compressionLevel, archiveVersion, manifest, statistics];
        foreach (var option in first) command.Add(option);
        Shared.AddTo(command);
        Option[] others =
        [
            .. entries.All, clean, ifExists, create, inserts, columnInserts, rowsPerInsert, onConflictDoNothing, inferTypes, lockTimeout, resume, force, Report,
        ];
        foreach (var option in others) command.Add(option);
    }

    /// <exception cref="MigrationException">ParametersConflict: options contradict each other.</exception>
    public DatabaseExportRequest Read(ParseResult parsed)
    {
        var request = new DatabaseExportRequest
        {
            Source = source.Read(parsed),
            Path = parsed.GetRequiredValue(path),
            Format = parsed.GetValue(format),
            Compression = parsed.GetValue(compression),
            CompressionLevel = parsed.GetValue(compressionLevel),
            ArchiveVersion = parsed.GetValue(archiveVersion),
            Selection = Shared.ReadSelection(parsed),
            Sections = entries.Sections(parsed),
            ExcludeExtensions = entries.ExcludeExtensions(parsed),
            NoOwner = entries.NoOwner(parsed),
            NoPrivileges = entries.NoPrivileges(parsed),
            NoComments = entries.NoComments(parsed),
            NoSecurityLabels = entries.NoSecurityLabels(parsed),
            NoTablespaces = entries.NoTablespaces(parsed),
            NoTableAccessMethod = entries.NoTableAccessMethod(parsed),
            Clean = parsed.GetValue(clean),
            IfExists = parsed.GetValue(ifExists),
            Create = parsed.GetValue(create),
            Inserts = parsed.GetValue(inserts),
            ColumnInserts = parsed.GetValue(columnInserts),
            RowsPerInsert = parsed.GetValue(rowsPerInsert),
            OnConflictDoNothing = parsed.GetValue(onConflictDoNothing),
            Manifest = parsed.GetValue(manifest),
            Statistics = parsed.GetValue(statistics),
            Resume = parsed.GetValue(resume),
            Force = parsed.GetValue(force),
            InferTypes = parsed.GetValue(inferTypes),
            IdentifierCase = parsed.GetValue(Shared.IdentifierCase),
            LockTimeout = TimeSpan.FromSeconds(parsed.GetValue(lockTimeout)),
        };
        if (parsed.GetValue(Shared.Jobs) is { } jobs) request = request with { ThrottleLimit = jobs };
        request.Validate();
        return request;
    }
}

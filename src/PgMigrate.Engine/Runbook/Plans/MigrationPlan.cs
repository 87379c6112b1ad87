using PgMigrate.Engine.Alembic;
using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Runbook;

/// <summary>
/// How a whole migration is done: what a plan's file says and what the journal keeps. Its names are those of the parameters of
/// <c>Start-DatabaseMigration</c>. It holds no password and no token.
/// </summary>
public sealed record MigrationPlan
{
    public IReadOnlyList<string> Table { get; init; } = [];

    public IReadOnlyList<string> ExcludeTable { get; init; } = [];

    public IReadOnlyList<string> Schema { get; init; } = [];

    public IReadOnlyList<string> ExcludeSchema { get; init; } = [];

    /// <summary>The extensions to leave out, with all that needs them, by name and wildcard.</summary>
    public IReadOnlyList<string> ExcludeExtension { get; init; } = [];

    public bool NoOwner { get; init; }

    public bool NoPrivileges { get; init; }

    /// <summary>Makes the roles that the source names and the destination lacks, without passwords.</summary>
    public bool IncludeRole { get; init; }

    /// <summary>Whose rules the destination follows; null where that is found out.</summary>
    public DatabaseProvider? DestinationHost { get; init; }

    public bool InferTypes { get; init; }

    public IdentifierCase IdentifierCase { get; init; }

    /// <summary>The folder of a project whose Alembic makes the tables; null where it does not.</summary>
    public string? AlembicProjectPath { get; init; }

    /// <summary>Alembic itself; null for that of the project's virtual environment, else that on the PATH.</summary>
    public string? AlembicPath { get; init; }

    /// <summary>The folder of a project whose SQL migrations make the tables; null where they do not.</summary>
    public string? SupabaseProjectPath { get; init; }

    /// <summary>What becomes of rows that migrations have put into their tables.</summary>
    public CopyMode Mode { get; init; }

    /// <summary>The file that keeps the source; null for one in the current folder, named after the database and the time.</summary>
    public string? BackupPath { get; init; }

    /// <summary>The .env files to switch.</summary>
    public IReadOnlyList<string> EnvPath { get; init; } = [];

    /// <summary>The variable.</summary>
    public string Name { get; init; } = "DATABASE_URL";

    /// <summary>The form to write; null for that of the value that stands there.</summary>
    public DatabaseUrlDialect? Dialect { get; init; }

    public IReadOnlyList<MigrationStepName> Skip { get; init; } = [];

    /// <summary>The step before which to stop; null to go to the end.</summary>
    public MigrationStepName? StopBefore { get; init; }

    /// <summary>Keeps the source from being written to, from its final copy to the end.</summary>
    public bool Fence { get; init; }

    /// <summary>How many seconds transactions that are open get to end by themselves.</summary>
    public int FenceTimeout { get; init; } = 30;

    public IntegrityLevel Level { get; init; } = IntegrityLevel.Checksum;

    /// <summary>The address that tells whether the program is well; null for none. The journal keeps it without user, password and query.</summary>
    public Uri? HealthUri { get; init; }

    /// <summary>How many seconds it may take to become well.</summary>
    public int HealthTimeout { get; init; } = 120;

    /// <summary>The program's logs.</summary>
    public IReadOnlyList<string> LogPath { get; init; } = [];

    /// <summary>What a line of theirs that tells of an error looks like, as a regular expression.</summary>
    public string ErrorPattern { get; init; } = @"\b(ERROR|FATAL|CRITICAL|PANIC)\b|Traceback|Unhandled exception";

    /// <summary>Gives the program its old database again where a step fails after the switch.</summary>
    public bool RollbackOnFailure { get; init; }

    /// <summary>The report's files.</summary>
    public IReadOnlyList<string> ReportPath { get; init; } = [];

    /// <summary>The number of connections at the same time, on each side; null for what a copy has by itself.</summary>
    public int? ThrottleLimit { get; init; }

    /// <summary>Copies into a database that has objects already.</summary>
    public bool Force { get; init; }

    /// <summary>Whether the tables are made by a project's migrations, and not from the source.</summary>
    internal bool HasOwnSchema => AlembicProjectPath is not null || SupabaseProjectPath is not null;

    /// <summary>The plan without what may be secret in it.</summary>
    internal MigrationPlan Kept => HealthUri is { } address ? this with { HealthUri = new(HealthPoll.Shown(address)) } : this;

    /// <summary>The chosen tables, without those in which migrations keep their own history.</summary>
    internal TableSelection Selection => new()
    {
        Tables = Table,
        ExcludeTables = HasOwnSchema ? [.. ExcludeTable, AlembicRequest.DefaultVersionTable] : ExcludeTable,
        Schemas = Schema,
        ExcludeSchemas = SupabaseProjectPath is null ? ExcludeSchema : [.. ExcludeSchema, "supabase_migrations"],
    };

    /// <exception cref="MigrationException">ParametersConflict or ReportFormatUnknown.</exception>
    internal void Validate()
    {
        if (AlembicProjectPath is not null && SupabaseProjectPath is not null)
        {
            throw Conflict(nameof(AlembicProjectPath), "Two projects cannot both make the tables.", "Name -AlembicProjectPath or -SupabaseProjectPath.");
        }

        if (!HasOwnSchema && Mode != CopyMode.Empty) throw Conflict(nameof(Mode), "-Mode is about rows that migrations have put into their tables, and here the tables are made from the source.", "Leave -Mode out.");
        if (HasOwnSchema && (NoOwner || NoPrivileges || IncludeRole || ExcludeExtension.Count > 0)) throw Conflict(
            nameof(NoOwner), "-NoOwner, -NoPrivileges, -IncludeRole and -ExcludeExtension are about tables that are made from the source, and here migrations make them.", "Leave them out.");
        if (HealthUri is { } address && !(address.IsAbsoluteUri && address.Scheme is ("http" or "https"))) throw Conflict(nameof(HealthUri), "-HealthUri is an address that begins with https: or http:.", "Correct it.");
        foreach (var path in ReportPath) Reports.MigrationReport.RequireForm(path);
    }

    private static MigrationException Conflict(string parameter, string message, string remedy)
        => new("ParametersConflict", MigrationErrorCategory.InvalidArgument, message) { Subject = parameter, Remedy = remedy };
}

namespace PgMigrate.Engine.Runbook;

/// <summary>What the journal keeps of a whole migration: enough to go on, and to go back. No password and no token is in it.</summary>
internal sealed record RunbookState
{
    public required Guid Id { get; init; }

    /// <summary>The source, without its password.</summary>
    public required string Source { get; init; }

    /// <summary>The destination, without its password.</summary>
    public required string Destination { get; init; }

    /// <summary>What tells both ends from others: hosts and names, without roles.</summary>
    public required string Ends { get; init; }

    /// <summary>The address that the program is given, without its password; null for the destination's own.</summary>
    public string? Application { get; init; }

    public required MigrationPlan Plan { get; init; }

    /// <summary>Whether the plan's health address has more to it than is kept.</summary>
    public bool IsHealthUriCut { get; init; }

    public required DatabaseMigrationStatus Status { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required IReadOnlyList<MigrationStep> Steps { get; init; }

    /// <summary>Whether what an earlier migration between these ends made is dropped first.</summary>
    public bool IsAnew { get; init; }

    /// <summary>The fence around the source, from before it goes up until after it has come down.</summary>
    public DatabaseFenceState? SourceFence { get; init; }

    /// <summary>The fence around the destination while rows are copied back.</summary>
    public DatabaseFenceState? DestinationFence { get; init; }

    /// <summary>How much had been written to the source when both ends were found to be the same.</summary>
    public WriteMark? Proven { get; init; }

    /// <summary>How much had been written to the destination when the program was given it.</summary>
    public WriteMark? DestinationAtSwitch { get; init; }

    /// <summary>Whether copying rows back was begun, and nobody knows whether it came to its end.</summary>
    public bool IsCopyingBack { get; init; }

    /// <summary>The places beside the plan's files, whose tokens and scripts the journal does not keep.</summary>
    public IReadOnlyList<string> OtherPlaces { get; init; } = [];

    /// <summary>The places that the switch changes, noted before it does.</summary>
    public IReadOnlyList<RunbookPlace>? Places { get; init; }

    public DateTimeOffset? SwitchedAt { get; init; }

    /// <summary>Where each log ended when the program was switched.</summary>
    public IReadOnlyDictionary<string, long> LogEnds { get; init; } = new Dictionary<string, long>();

    public long? SourceWrites { get; init; }

    public long? DestinationWrites { get; init; }

    public MigrationReadiness? Readiness { get; init; }

    public DatabaseExportResult? Backup { get; init; }

    public string? BackupPath { get; init; }

    /// <summary>Whether what is at that path is this migration's own.</summary>
    public bool IsBackupBegun { get; init; }

    public DatabaseCopyResult? SchemaCopy { get; init; }

    public AlembicMigrationResult? Alembic { get; init; }

    public IReadOnlyList<SupabaseMigrationResult> Migrations { get; init; } = [];

    public DatabaseCopyResult? RowCopy { get; init; }

    public IReadOnlyList<TableCopyResult> Tables { get; init; } = [];

    public MigrationIntegrity? Integrity { get; init; }

    public IReadOnlyList<DatabaseUrlSwitch> Switches { get; init; } = [];

    public MigrationHealth? Health { get; init; }

    public string? ErrorMessage { get; init; }

    public string? Remedy { get; init; }

    public bool IsEnded => Status is DatabaseMigrationStatus.Completed or DatabaseMigrationStatus.RolledBack or DatabaseMigrationStatus.Undone;

    /// <summary>The state with a plan whose secrets are not kept. An address that is this state's own is still cut.</summary>
    public RunbookState Planned(MigrationPlan plan) => this with
    {
        Plan = plan.Kept,
        IsHealthUriCut = plan.HealthUri is { } address && (address is { UserInfo.Length: > 0 } or { Query.Length: > 0 } || (IsHealthUriCut && ReferenceEquals(address, Plan.HealthUri))),
    };

    /// <summary>What people see of it.</summary>
    public DatabaseMigration ToRecord(string? journalPath) => new()
    {
        Id = Id,
        Source = Source,
        Destination = Destination,
        Status = Status,
        Steps = Steps,
        StartedAt = StartedAt,
        Elapsed = TimeSpan.FromTicks(Steps.Sum(step => step.Elapsed.Ticks)),
        IsFenced = SourceFence is not null,
        SwitchedAt = SwitchedAt,
        SourceWrites = SourceWrites,
        DestinationWrites = DestinationWrites,
        BackupPath = Backup is null && Steps.Any(step => step.Name == MigrationStepName.Backup && step.Status != MigrationStepStatus.Done) ? null : BackupPath,
        ReportPath = Plan.ReportPath,
        JournalPath = journalPath,
        ErrorMessage = ErrorMessage,
        Remedy = Remedy,
    };

    /// <summary>The state in which one step is changed.</summary>
    public RunbookState With(MigrationStepName name, Func<MigrationStep, MigrationStep> change)
        => this with { Steps = [.. Steps.Select(step => step.Name == name ? change(step) : step)] };

    public MigrationStep StepOf(MigrationStepName name) => Steps.First(step => step.Name == name);
}

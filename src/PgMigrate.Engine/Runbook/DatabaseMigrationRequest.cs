namespace PgMigrate.Engine.Runbook;

/// <summary>A whole migration: its ends, what the journal must not keep, and the plan.</summary>
public sealed record DatabaseMigrationRequest
{
    public required DatabaseEndpoint Source { get; init; }

    public required DatabaseEndpoint Destination { get; init; }

    /// <summary>The address of the destination that the program is given; null for the destination's own.</summary>
    public DatabaseEndpoint? ApplicationDatabase { get; init; }

    public MigrationPlan Plan { get; init; } = new();

    /// <summary>The places to switch beside the plan's .env files. Their tokens and scripts are not kept.</summary>
    public IReadOnlyList<SwitchTarget> Targets { get; init; } = [];

    /// <summary>The file that holds the journal; null to keep it in the destination's schema pgmigrate.</summary>
    public string? JournalPath { get; init; }

    /// <summary>The folder for a backup that the plan does not name.</summary>
    public string Folder { get; init; } = ".";

    /// <summary>Forgets the unfinished migration between these ends, drops what it made and starts anew.</summary>
    public bool Restart { get; init; }

    /// <summary>Removes the journal when the migration is accepted. There is no way back by its means then.</summary>
    public bool RemoveJournal { get; init; }

    /// <summary>Changes the plan of a migration that is resumed.</summary>
    public Func<MigrationPlan, MigrationPlan>? Change { get; init; }

    /// <summary>How often the program is asked again.</summary>
    internal TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often a host is asked whether its deploy has ended.</summary>
    internal TimeSpan DeployInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What the program is given.</summary>
    internal DatabaseEndpoint Application => ApplicationDatabase ?? Destination;

    /// <exception cref="MigrationException">ParametersConflict, PostgresRequired or SourceNotDatabase.</exception>
    internal void Validate()
    {
        if (Source.Kind == DatabaseKind.Archive) throw RunbookErrors.SourceUnsuitable(Source);
        if (Destination.Kind != DatabaseKind.PostgreSql) throw Connections.EndpointErrors.PostgresRequired(Destination);
        if (Application.Kind != DatabaseKind.PostgreSql) throw Connections.EndpointErrors.PostgresRequired(Application);
        Plan.Validate();
    }
}

namespace PgMigrate.Engine.Runbook;

/// <summary>The way back from a whole migration.</summary>
public sealed record DatabaseMigrationUndoRequest
{
    public required DatabaseEndpoint Source { get; init; }

    public required DatabaseEndpoint Destination { get; init; }

    /// <summary>The places, beside the .env files, that the migration switched.</summary>
    public IReadOnlyList<SwitchTarget> Targets { get; init; } = [];

    /// <summary>The file that holds the journal; null for the destination's schema pgmigrate.</summary>
    public string? JournalPath { get; init; }

    /// <summary>Brings what was written to the destination since the switch to the source first.</summary>
    public bool CopyBack { get; init; }

    /// <summary>
    /// Goes back over what was changed since the switch: rows stay at the destination alone, or, with <see cref="CopyBack"/>, the source loses what was
    /// written there; and places lose what was edited.
    /// </summary>
    public bool Force { get; init; }

    /// <summary>How often a host is asked whether its deploy has ended.</summary>
    internal TimeSpan DeployInterval { get; init; } = TimeSpan.FromSeconds(5);
}

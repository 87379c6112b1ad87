namespace PgMigrate.Engine.Switching;

/// <summary>The way back from a switch, in one place or several.</summary>
public sealed record DatabaseUrlRestoreRequest
{
    public required IReadOnlyList<SwitchTarget> Targets { get; init; }

    /// <summary>The variable's name, where a place does not say another. A file goes back as a whole.</summary>
    public string Name { get; init; } = "DATABASE_URL";

    /// <summary>How many switches to take back.</summary>
    public int Steps { get; init; } = 1;

    /// <summary>Whether to go back over what was changed since the switch.</summary>
    public bool Force { get; init; }

    /// <summary>Whether to tell only what would be done.</summary>
    public bool WhatIf { get; init; }

    /// <summary>Asked for every place before anything is changed; a place that is not approved is left out. Null for all.</summary>
    public Func<DatabaseUrlSwitch, ValueTask<bool>>? Approve { get; init; }

    /// <summary>The journal of the places that are no files; null for that of the user.</summary>
    public string? JournalPath { get; init; }

    /// <summary>How long a host's deploy may take.</summary>
    public TimeSpan DeployTimeout { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How often a host is asked whether its deploy has ended.</summary>
    internal TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(5);
}

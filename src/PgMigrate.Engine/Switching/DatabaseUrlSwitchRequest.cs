namespace PgMigrate.Engine.Switching;

/// <summary>A switch of a program's database in one place or several.</summary>
public sealed record DatabaseUrlSwitchRequest
{
    /// <summary>The database to switch to.</summary>
    public required DatabaseEndpoint Database { get; init; }

    /// <summary>The places, in the order in which they are switched; those without a way back come last.</summary>
    public required IReadOnlyList<SwitchTarget> Targets { get; init; }

    /// <summary>The variable's name, where a place does not say another.</summary>
    public string Name { get; init; } = "DATABASE_URL";

    /// <summary>The form to write, where a place does not say another; null for the form of the value that stands there.</summary>
    public DatabaseUrlDialect? Dialect { get; init; }

    /// <summary>The comparison that must have proven the database; null for none.</summary>
    public MigrationIntegrity? Expect { get; init; }

    /// <summary>Whether the database is connected to first.</summary>
    public bool TestConnection { get; init; } = true;

    /// <summary>Whether a file is switched that by its name is a template.</summary>
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

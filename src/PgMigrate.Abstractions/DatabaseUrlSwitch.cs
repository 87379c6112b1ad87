namespace PgMigrate;

/// <summary>What became of one variable in one place. No password is in it.</summary>
public sealed record DatabaseUrlSwitch
{
    /// <summary>The place: a .env file's full path, or words such as <c>Render srv-abc</c>.</summary>
    public required string Target { get; init; }

    public SwitchTargetKind Kind { get; init; }

    /// <summary>The .env file's full path, as it was named; null for other places.</summary>
    public string? Path { get; init; }

    /// <summary>The variable's name.</summary>
    public required string Name { get; init; }

    /// <summary>What the place says now.</summary>
    public required SwitchStatus Status { get; init; }

    /// <summary>Whether the place says something else than before, or would. False too for one that named the database already.</summary>
    public bool IsChanged { get; init; }

    /// <summary>The form of the new value; null where it names no database.</summary>
    public DatabaseUrlDialect? Dialect { get; init; }

    /// <summary>The value that stood there, masked; null where there was none that names a database.</summary>
    public string? OldUrl { get; init; }

    /// <summary>The value that was to stand there, masked; null where it names no database.</summary>
    public string? NewUrl { get; init; }

    /// <summary>The file with what was before, readable by its owner alone, from which <c>Restore-DatabaseUrl</c> goes back; null where there is none.</summary>
    public string? JournalPath { get; init; }

    /// <summary>The numbers of the lines that hold the variable, from 1: more than one where the file assigns it again.</summary>
    public IReadOnlyList<int> Lines { get; init; } = [];

    /// <summary>What the user should know, one sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What went wrong here; null where nothing did.</summary>
    public string? Error { get; init; }

    /// <summary>What to do about it, and where to look; null where nothing is to do.</summary>
    public string? Remedy { get; init; }

    /// <summary>The failure with its stable id. Internal so that the record stays data alone.</summary>
    internal MigrationException? Failure { get; init; }

    public override string ToString() => $"{Name} in {Target}: {OldUrl ?? "(none)"} → {NewUrl ?? "(none)"}";
}

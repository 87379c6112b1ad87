namespace PgMigrate;

/// <summary>What became of one variable of a .env file. No password is in it.</summary>
public sealed record DatabaseUrlSwitch
{
    /// <summary>The file's full path, as it was named.</summary>
    public required string Path { get; init; }

    /// <summary>The variable's name.</summary>
    public required string Name { get; init; }

    /// <summary>The copy of the file as it was before, readable by its owner alone; null where nothing was written.</summary>
    public string? BackupPath { get; init; }

    /// <summary>The form that the new value is written in.</summary>
    public required DatabaseUrlDialect Dialect { get; init; }

    /// <summary>The value that stood there, masked; null where there was none that names a database.</summary>
    public string? OldUrl { get; init; }

    /// <summary>The new value, masked.</summary>
    public required string NewUrl { get; init; }

    /// <summary>The numbers of the lines that hold the variable, from 1: more than one where the file assigns it again.</summary>
    public IReadOnlyList<int> Lines { get; init; } = [];

    /// <summary>Whether the file says something else than before. False too for a file that named the database already.</summary>
    public bool IsChanged { get; init; }

    /// <summary>What the user should know, one sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    public override string ToString() => $"{Name} in {Path}: {OldUrl ?? "(none)"} → {NewUrl}";
}

namespace PgMigrate;

/// <summary>One version of a project's SQL migrations: as a file, in the database's history, or both.</summary>
public sealed record SupabaseMigration
{
    /// <summary>The digits before the file name's first underscore. Versions are texts, and compared as such.</summary>
    public required string Version { get; init; }

    /// <summary>The file's name without version and ending; of what is only in the database, what its history says.</summary>
    public required string Name { get; init; }

    public required SupabaseMigrationStatus Status { get; init; }

    /// <summary>Whether there is a file.</summary>
    public bool IsLocal => Path is not null;

    /// <summary>Whether the database's history has the version.</summary>
    public required bool IsRemote { get; init; }

    /// <summary>The file; null where there is none.</summary>
    public string? Path { get; init; }

    /// <summary>The file that takes the migration back; null where there is none.</summary>
    public string? DownPath { get; init; }

    /// <summary>The moment that a version of 14 digits stands for, in UTC; null for other versions.</summary>
    public DateTime? Time { get; init; }

    /// <summary>What is unusual about it; null where nothing is.</summary>
    public string? Remark { get; init; }

    public override string ToString() => Name.Length == 0 ? $"{Version}: {Status}" : $"{Version}_{Name}: {Status}";
}

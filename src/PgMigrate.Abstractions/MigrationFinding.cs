namespace PgMigrate;

/// <summary>Something that does not come along as it is, and what to do about it.</summary>
public sealed record MigrationFinding
{
    /// <summary>The kind of object, such as <c>TRIGGER</c> or <c>CHECK</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The object's name.</summary>
    public required string Object { get; init; }

    /// <summary>What does not come along, and why, in one sentence.</summary>
    public required string What { get; init; }

    /// <summary>What to do now, in one sentence.</summary>
    public string? Remedy { get; init; }

    public override string ToString() => $"{Kind} {Object}: {What}";
}

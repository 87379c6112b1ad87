namespace PgMigrate;

/// <summary>Something of the source that the destination does not have, or has in another form. Never an error; always told.</summary>
public sealed record MigrationFinding
{
    public required MigrationFindingKind Kind { get; init; }

    /// <summary>What it concerns, such as <c>orders.total</c> or a trigger's name.</summary>
    public required string Object { get; init; }

    /// <summary>What is different and why, in one sentence.</summary>
    public required string What { get; init; }

    /// <summary>What to do about it, in one sentence.</summary>
    public required string Remedy { get; init; }

    public override string ToString() => $"{Object}: {What} {Remedy}";
}

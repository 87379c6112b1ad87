namespace PgMigrate;

/// <summary>A column's value at both ends, as PostgreSQL prints it.</summary>
public sealed record ValueDifference
{
    public required string Column { get; init; }

    /// <summary>The source's value; null for NULL, and where the source has no such row.</summary>
    public string? Source { get; init; }

    /// <summary>The destination's value; null for NULL, and where the destination has no such row.</summary>
    public string? Destination { get; init; }

    /// <summary>Whether a value was too long to be shown whole. Its beginning is shown, and how long it is.</summary>
    public bool IsShortened { get; init; }

    public override string ToString() => $"{Column}: {Source ?? "NULL"} -> {Destination ?? "NULL"}";
}

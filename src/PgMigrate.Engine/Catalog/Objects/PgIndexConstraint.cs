namespace PgMigrate.Engine.Catalog;

/// <summary>A constraint that an index enforces. Its columns are the index's.</summary>
public sealed record PgIndexConstraint : PgObject
{
    public required IndexConstraintKind Kind { get; init; }

    public bool IsDeferrable { get; init; }

    /// <summary>INITIALLY DEFERRED.</summary>
    public bool IsDeferred { get; init; }

    /// <summary>Whether the last column is a range whose values may not overlap (PostgreSQL 18).</summary>
    public bool IsWithoutOverlaps { get; init; }

    /// <summary>What an exclusion constraint is, as <c>pg_get_constraintdef</c> prints it; null for keys.</summary>
    public string? Definition { get; init; }
}

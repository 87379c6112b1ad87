namespace PgMigrate.Engine.Catalog;

/// <summary>CREATE DOMAIN.</summary>
public sealed record PgDomain : PgType
{
    /// <summary>The type that it is over, with its modifier, as <c>format_type</c> prints it.</summary>
    public required string BaseType { get; init; }

    /// <summary>The collation, as it is written; null where it is the base type's own.</summary>
    public string? Collation { get; init; }

    public bool IsNotNull { get; init; }

    /// <summary>The NOT NULL constraint, which has a name since PostgreSQL 17; null before, and where there is none.</summary>
    public PgTypeConstraint? NotNull { get; init; }

    /// <summary>The default's expression; null where there is none.</summary>
    public string? Default { get; init; }

    /// <summary>By name.</summary>
    public IReadOnlyList<PgTypeConstraint> Constraints { get; init; } = [];
}

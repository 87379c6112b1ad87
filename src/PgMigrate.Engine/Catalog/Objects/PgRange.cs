namespace PgMigrate.Engine.Catalog;

/// <summary>CREATE TYPE … AS RANGE.</summary>
public sealed record PgRange : PgType
{
    public required string Subtype { get; init; }

    /// <summary>The multirange type that came with it (PostgreSQL 14), as it is written; null before.</summary>
    public string? MultirangeType { get; init; }

    /// <summary>The operator class, as it is written; null where it is the subtype's default.</summary>
    public string? OperatorClass { get; init; }

    /// <summary>The collation, as it is written; null where it is the subtype's own.</summary>
    public string? Collation { get; init; }

    /// <summary>The function, as it is written; null where there is none.</summary>
    public string? Canonical { get; init; }

    /// <summary>The function, as it is written; null where there is none.</summary>
    public string? SubtypeDifference { get; init; }
}

namespace PgMigrate.Engine.Catalog;

/// <summary>One row-level security policy.</summary>
public sealed record PgPolicy : PgObject
{
    public required QualifiedName Table { get; init; }

    /// <summary>Whether rows that any such policy lets through are let through; false for AS RESTRICTIVE: all such must let them through.</summary>
    public required bool IsPermissive { get; init; }

    public required PolicyCommand Command { get; init; }

    /// <summary>The roles that it is for, by name; empty for PUBLIC, which is all of them.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>The expression of USING; null where there is none.</summary>
    public string? Using { get; init; }

    /// <summary>The expression of WITH CHECK; null where there is none.</summary>
    public string? WithCheck { get; init; }
}

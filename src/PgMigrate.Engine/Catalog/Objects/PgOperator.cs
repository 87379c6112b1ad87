namespace PgMigrate.Engine.Catalog;

/// <summary>CREATE OPERATOR. Functions, types and operators are named as they are written.</summary>
public sealed record PgOperator : PgObject
{
    public required string Function { get; init; }

    /// <summary>Null for a prefix operator.</summary>
    public string? LeftType { get; init; }

    /// <summary>Null for a postfix operator (up to PostgreSQL 13).</summary>
    public string? RightType { get; init; }

    public string? Commutator { get; init; }

    public string? Negator { get; init; }

    /// <summary>Whether a merge join can use it.</summary>
    public bool CanMerge { get; init; }

    /// <summary>Whether a hash join can use it.</summary>
    public bool CanHash { get; init; }

    /// <summary>The function that estimates the selectivity of a restriction; null where there is none.</summary>
    public string? Restriction { get; init; }

    /// <summary>The function that estimates the selectivity of a join; null where there is none.</summary>
    public string? Join { get; init; }
}

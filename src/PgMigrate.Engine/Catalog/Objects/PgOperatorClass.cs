namespace PgMigrate.Engine.Catalog;

/// <summary>CREATE OPERATOR CLASS.</summary>
public sealed record PgOperatorClass : PgObject
{
    public required string AccessMethod { get; init; }

    /// <summary>The family with its schema, as it is written.</summary>
    public required string Family { get; init; }

    /// <summary>Whether it is its type's default.</summary>
    public bool IsDefault { get; init; }

    public required string Type { get; init; }

    /// <summary>What an index stores instead of the type; null where it stores that.</summary>
    public string? StorageType { get; init; }

    public IReadOnlyList<PgFamilyOperator> Operators { get; init; } = [];

    public IReadOnlyList<PgFamilyFunction> Functions { get; init; } = [];
}

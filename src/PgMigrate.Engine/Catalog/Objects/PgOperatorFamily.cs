namespace PgMigrate.Engine.Catalog;

/// <summary>CREATE OPERATOR FAMILY.</summary>
public sealed record PgOperatorFamily : PgObject
{
    public required string AccessMethod { get; init; }

    /// <summary>The operators that belong to none of its classes, by strategy, then as they were added.</summary>
    public IReadOnlyList<PgFamilyOperator> Operators { get; init; } = [];

    /// <summary>The functions that belong to none of its classes, by number, then as they were added.</summary>
    public IReadOnlyList<PgFamilyFunction> Functions { get; init; } = [];
}

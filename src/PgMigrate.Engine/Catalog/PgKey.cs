namespace PgMigrate.Engine.Catalog;

/// <summary>A primary or unique key: a unique index over plain columns, whole table, that is valid.</summary>
public sealed record PgKey
{
    /// <summary>The index's OID.</summary>
    public required uint Oid { get; init; }

    /// <summary>The index's name, within the table's schema.</summary>
    public required string IndexName { get; init; }

    /// <summary>The constraint's name; null for a mere unique index.</summary>
    public string? ConstraintName { get; init; }

    /// <summary>The key's columns in key order, without those that are only included.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    public bool IsPrimary { get; init; }

    /// <summary>Whether ON CONFLICT can name the key: its check is immediate, and it is no WITHOUT OVERLAPS key (PostgreSQL 18).</summary>
    public bool CanArbitrate { get; init; }

    /// <summary>Whether one of the columns may be null.</summary>
    public bool HasNullableColumns { get; init; }

    /// <summary>Whether two nulls are two different values; false for NULLS NOT DISTINCT (PostgreSQL 15).</summary>
    public bool AreNullsDistinct { get; init; } = true;

    /// <summary>Whether the key tells every row from every other: no column is nullable, or nulls are not distinct.</summary>
    public bool IdentifiesRows => !HasNullableColumns || !AreNullsDistinct;

    public override string ToString() => $"{ConstraintName ?? IndexName} ({string.Join(", ", Columns)})";
}

namespace PgMigrate.Engine.Catalog;

/// <summary>One index: of a table, a partitioned table or a materialized view; also one that a constraint came with.</summary>
public sealed record PgIndex : PgObject
{
    public required ObjectAddress TableAddress { get; init; }

    public required QualifiedName Table { get; init; }

    /// <summary>
    /// As <c>pg_get_indexdef</c> prints it: without tablespace, clustering and what else is set afterwards. Null for the index of a constraint,
    /// which says it all.
    /// </summary>
    public required string? Definition { get; init; }

    /// <summary>The names of the key's columns in key order; null for an expression.</summary>
    public required IReadOnlyList<string?> KeyColumns { get; init; }

    /// <summary>The columns that are stored beside the key (INCLUDE).</summary>
    public IReadOnlyList<string> IncludedColumns { get; init; } = [];

    public bool IsUnique { get; init; }

    public bool IsPrimary { get; init; }

    /// <summary>Whether it holds some rows only: those that its WHERE names.</summary>
    public bool IsPartial { get; init; }

    /// <summary>Whether it can answer; false for a partitioned table's where a partition has none.</summary>
    public bool IsValid { get; init; } = true;

    /// <summary>Whether one of the key's columns may be null.</summary>
    public bool HasNullableColumns { get; init; }

    /// <summary>Whether two nulls are two different values; false for NULLS NOT DISTINCT (PostgreSQL 15).</summary>
    public bool AreNullsDistinct { get; init; } = true;

    /// <summary>Each as <c>name=value</c>.</summary>
    public IReadOnlyList<string> StorageParameters { get; init; } = [];

    /// <summary>Null for the database's own.</summary>
    public string? Tablespace { get; init; }

    /// <summary>The statistics targets that were set, by the column's number in the index, from 1.</summary>
    public IReadOnlyList<PgColumnStatistics> ColumnStatistics { get; init; } = [];

    /// <summary>Whether the table is clustered on it.</summary>
    public bool IsClustered { get; init; }

    /// <summary>Whether it tells logical replication the table's rows apart.</summary>
    public bool IsReplicaIdentity { get; init; }

    /// <summary>The partitioned table's index that it is a partition of; null where it is none.</summary>
    public PgIndexParent? Parent { get; init; }

    /// <summary>The primary key, unique or exclusion constraint that it came with; null where it is an index only.</summary>
    public PgIndexConstraint? Constraint { get; init; }

    /// <summary>The key that it is: null where it is not unique, not valid, partial or over an expression.</summary>
    public PgKey? Key => IsUnique && IsValid && !IsPartial && KeyColumns.All(column => column is not null)
        ? new()
        {
            Oid = Address.Oid,
            IndexName = Name,
            ConstraintName = Constraint?.Name,
            Columns = [.. KeyColumns.OfType<string>()],
            IsPrimary = IsPrimary,
            CanArbitrate = Constraint is null or { IsDeferrable: false, IsWithoutOverlaps: false },
            HasNullableColumns = HasNullableColumns,
            AreNullsDistinct = AreNullsDistinct,
        }
        : null;
}

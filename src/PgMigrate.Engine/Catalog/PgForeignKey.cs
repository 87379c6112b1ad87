namespace PgMigrate.Engine.Catalog;

/// <summary>One foreign key.</summary>
public sealed record PgForeignKey : PgObject
{
    public uint Oid => Address.Oid;

    public required uint TableOid { get; init; }

    /// <summary>The table that refers.</summary>
    public required QualifiedName Table { get; init; }

    public required IReadOnlyList<string> Columns { get; init; }

    public required uint ParentTableOid { get; init; }

    /// <summary>The table that is referred to.</summary>
    public required QualifiedName ParentTable { get; init; }

    public required IReadOnlyList<string> ParentColumns { get; init; }

    public bool IsDeferrable { get; init; }

    /// <summary>INITIALLY DEFERRED.</summary>
    public bool IsDeferred { get; init; }

    /// <summary>Whether every row is known to satisfy it; false for NOT VALID.</summary>
    public bool IsValidated { get; init; } = true;

    /// <summary>Whether it is checked at all; false for NOT ENFORCED (PostgreSQL 18).</summary>
    public bool IsEnforced { get; init; } = true;

    public ForeignKeyMatch MatchType { get; init; }

    public ReferentialAction OnUpdate { get; init; }

    public ReferentialAction OnDelete { get; init; }

    /// <summary>The columns that ON DELETE SET NULL or SET DEFAULT sets where they are not all (PostgreSQL 15); else empty.</summary>
    public IReadOnlyList<string> OnDeleteColumns { get; init; } = [];

    /// <summary>The partitioned table's foreign key that it belongs to, and comes and goes with; null where it is none's.</summary>
    public ObjectAddress? InheritedFrom { get; init; }

    public bool IsInherited => InheritedFrom is not null;

    /// <summary>Whether the table that refers is partitioned.</summary>
    public bool IsOnPartitionedTable { get; init; }

    /// <summary>As <c>pg_get_constraintdef</c> prints it.</summary>
    public required string Definition { get; init; }

    public bool IsSelfReference => TableOid == ParentTableOid;

    public override string ToString() => $"{Name}: {Table} -> {ParentTable}";
}

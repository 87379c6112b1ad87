namespace PgMigrate.Engine.Catalog;

/// <summary>One table of a user's: regular, partitioned, a partition or foreign.</summary>
public sealed record PgTable
{
    public required uint Oid { get; init; }

    public required string Schema { get; init; }

    public required string Name { get; init; }

    public QualifiedName QualifiedName => new(Schema, Name);

    /// <summary>
    /// What the table is to its user; a partition is <see cref="TableKind.Partition"/> whether it is partitioned itself, foreign or
    /// neither.
    /// </summary>
    public TableKind Kind => IsPartition ? TableKind.Partition
        : IsPartitioned ? TableKind.Partitioned
        : IsForeign ? TableKind.Foreign
        : TableKind.Table;

    /// <summary>pg_class.relkind: <c>r</c>, <c>p</c> or <c>f</c>.</summary>
    public required char RelationKind { get; init; }

    public required TablePersistence Persistence { get; init; }

    /// <summary>Whether it is a partition of another table; it may have partitions of its own.</summary>
    public required bool IsPartition { get; init; }

    public bool IsPartitioned => RelationKind == 'p';

    public bool IsForeign => RelationKind == 'f';

    /// <summary>Whether the rows are stored in this table itself: it is neither partitioned nor foreign.</summary>
    public bool HoldsRows => RelationKind == 'r';

    /// <summary>The tables that it inherits from, in order; for a partition the one that it is a partition of.</summary>
    public IReadOnlyList<uint> InheritedOids { get; init; } = [];

    /// <summary>The table that it is a partition of; null where it is no partition.</summary>
    public uint? ParentOid => IsPartition ? InheritedOids[0] : null;

    /// <summary>The uppermost table that it is a partition of, through however many levels; null where it is no partition.</summary>
    public uint? RootOid { get; init; }

    /// <summary>How a partitioned table chooses the partition; null for others.</summary>
    public PartitionStrategy? PartitionStrategy { get; init; }

    /// <summary>Whether its partitions are chosen by the hash of an enum value, which is the hash of an OID of this database.</summary>
    public bool IsHashedByEnum { get; init; }

    /// <summary>
    /// Whether the rows of this partition may belong to another partition in another database, because an ancestor
    /// <see cref="IsHashedByEnum"/>: load them through the root.
    /// </summary>
    public bool MustLoadThroughRoot { get; init; }

    /// <summary>Whether row-level security is on.</summary>
    public bool HasRowSecurity { get; init; }

    /// <summary>Whether row-level security binds the owner, too.</summary>
    public bool ForcesRowSecurity { get; init; }

    /// <summary>pg_class.reltuples; for a partitioned table the sum of its partitions. Null where it was never analyzed.</summary>
    public long? EstimatedRows { get; init; }

    /// <summary>pg_class.relpages: the main file's blocks when it was last analyzed or vacuumed.</summary>
    public long Blocks { get; init; }

    /// <summary>
    /// The size in bytes of the main file and of its TOAST table, now; for a partitioned table the sum of its partitions.
    /// </summary>
    public long Bytes { get; init; }

    /// <summary>Names the main file: another number means that the table was truncated or rewritten. 0 where there is no file.</summary>
    public uint RelFileNode { get; init; }

    public required string Owner { get; init; }

    /// <summary>The table access method, such as <c>heap</c>; null where there is none.</summary>
    public string? AccessMethod { get; init; }

    /// <summary>The columns in table order, generated ones too, dropped ones not.</summary>
    public IReadOnlyList<PgColumn> Columns { get; init; } = [];

    /// <summary>The columns that COPY carries: all but the generated ones.</summary>
    public IEnumerable<PgColumn> StoredColumns => Columns.Where(column => !column.IsGenerated);

    /// <summary>The primary key; null where there is none.</summary>
    public PgKey? PrimaryKey { get; init; }

    /// <summary>Every key that ON CONFLICT can name, the primary key first.</summary>
    public IReadOnlyList<PgKey> UniqueKeys { get; init; } = [];

    /// <summary>Whether COPY's binary format is safe between databases, for every column that COPY carries.</summary>
    public bool IsBinaryCopySafe => StoredColumns.All(column => column.IsBinaryCopySafe);

    public override string ToString() => $"{Schema}.{Name}";
}

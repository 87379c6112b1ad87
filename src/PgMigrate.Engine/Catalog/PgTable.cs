namespace PgMigrate.Engine.Catalog;

/// <summary>One table of a user's: regular, partitioned, a partition or foreign.</summary>
public sealed record PgTable : PgRelation
{
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

    /// <summary>The same tables by name.</summary>
    public IReadOnlyList<QualifiedName> InheritedTables { get; init; } = [];

    /// <summary>The table that it is a partition of; null where it is no partition.</summary>
    public uint? ParentOid => IsPartition ? InheritedOids[0] : null;

    /// <summary>The uppermost table that it is a partition of, through however many levels; null where it is no partition.</summary>
    public uint? RootOid { get; init; }

    /// <summary>How a partitioned table chooses the partition; null for others.</summary>
    public PartitionStrategy? PartitionStrategy { get; init; }

    /// <summary>What PARTITION BY names, as <c>pg_get_partkeydef</c> prints it; null where it is not partitioned.</summary>
    public string? PartitionKey { get; init; }

    /// <summary>Which rows it holds as a partition, such as <c>FOR VALUES IN (1)</c>; null where it is none.</summary>
    public string? PartitionBound { get; init; }

    /// <summary>Whether its partitions are chosen by the hash of an enum value, which is the hash of an OID of this database.</summary>
    public bool IsHashedByEnum { get; init; }

    /// <summary>
    /// Whether the rows of this partition may belong to another partition in another database, because an ancestor
    /// <see cref="IsHashedByEnum"/>: load them through the root.
    /// </summary>
    public bool MustLoadThroughRoot { get; init; }

    /// <summary>The composite type that its columns are those of (CREATE TABLE OF), as it is written; null where it is none's.</summary>
    public string? OfType { get; init; }

    /// <summary>The storage parameters, each as <c>name=value</c>.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>The storage parameters of its TOAST table, each as <c>name=value</c>.</summary>
    public IReadOnlyList<string> ToastOptions { get; init; } = [];

    /// <summary>The tablespace; null for the database's own.</summary>
    public string? Tablespace { get; init; }

    public ReplicaIdentity ReplicaIdentity { get; init; }

    /// <summary>The server that holds the rows of a foreign table; null for others.</summary>
    public string? ForeignServer { get; init; }

    /// <summary>The options of a foreign table, each as <c>name=value</c>.</summary>
    public IReadOnlyList<string> ForeignOptions { get; init; } = [];

    /// <summary>
    /// The CHECK constraints, by name, inherited ones too. Read with all else that the table is made of, not for its rows.
    /// </summary>
    public IReadOnlyList<PgRowConstraint> Checks { get; init; } = [];

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
}

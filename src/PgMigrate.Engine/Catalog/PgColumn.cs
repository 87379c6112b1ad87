namespace PgMigrate.Engine.Catalog;

/// <summary>One column of a table.</summary>
public sealed record PgColumn
{
    /// <summary>pg_attribute.attnum; dropped columns leave gaps.</summary>
    public required int Number { get; init; }

    public required string Name { get; init; }

    /// <summary>
    /// The type as <c>format_type</c> prints it: with its schema unless it is built in, where the session was prepared for reading.
    /// </summary>
    public required string Type { get; init; }

    public required uint TypeOid { get; init; }

    /// <summary>The type's modifier, such as a length; -1 where there is none.</summary>
    public int TypeModifier { get; init; } = -1;

    /// <summary>Whether the column is NOT NULL itself; a domain may forbid null all the same.</summary>
    public bool IsNotNull { get; init; }

    public ColumnGeneration Generation { get; init; }

    public bool IsGenerated => Generation != ColumnGeneration.None;

    public ColumnIdentity Identity { get; init; }

    /// <summary>Whether it has a DEFAULT; a generation expression is none.</summary>
    public bool HasDefault { get; init; }

    /// <summary>
    /// The default or, for a generated column, what it is generated from; null where there is none. Read with all else that the relation
    /// is made of, not for its rows.
    /// </summary>
    public PgColumnDefault? Default { get; init; }

    /// <summary>The NOT NULL constraint (PostgreSQL 18); null where there is none. Read as the default is.</summary>
    public PgRowConstraint? NotNull { get; init; }

    /// <summary>Whether the table has the column from itself, and not only from what it inherits from.</summary>
    public bool IsLocal { get; init; } = true;

    /// <summary>How long values are kept; null where it is the type's way.</summary>
    public ColumnStorage? Storage { get; init; }

    /// <summary>How long values are compressed, <c>pglz</c> or <c>lz4</c> (PostgreSQL 14); null where it is the server's default.</summary>
    public string? Compression { get; init; }

    /// <summary>The statistics target; null where it is the server's default.</summary>
    public int? StatisticsTarget { get; init; }

    /// <summary>Parameters such as <c>n_distinct</c>, each as <c>name=value</c>.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>The options of a foreign table's column, each as <c>name=value</c>.</summary>
    public IReadOnlyList<string> ForeignOptions { get; init; } = [];

    /// <summary>The collation, with its schema and quoted; null where it is the type's own.</summary>
    public string? Collation { get; init; }

    /// <summary>Whether values keep their meaning in COPY's binary format between databases: see <see cref="BinaryCopySafety"/>.</summary>
    public bool IsBinaryCopySafe { get; init; }

    /// <summary>Whether the type is smallint, integer, bigint or a domain over one.</summary>
    public bool IsInteger { get; init; }

    public override string ToString() => $"{Name} {Type}";
}

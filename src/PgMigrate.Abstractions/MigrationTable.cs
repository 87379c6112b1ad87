namespace PgMigrate;

/// <summary>One table of a source, as <c>Get-MigrationTable</c> lists it and <c>Copy-TableData</c> takes it.</summary>
public sealed record MigrationTable
{
    /// <summary>The database that holds the table.</summary>
    public required DatabaseEndpoint Source { get; init; }

    /// <summary>The schema's name; <c>main</c> for SQLite.</summary>
    public required string Schema { get; init; }

    /// <summary>The table's name, exactly as the database has it.</summary>
    public required string Name { get; init; }

    public required TableKind Kind { get; init; }

    /// <summary>The catalog's estimate; null where the table was never analyzed.</summary>
    public long? EstimatedRows { get; init; }

    /// <summary>The counted rows; null unless they were asked for.</summary>
    public long? Rows { get; init; }

    /// <summary>The size of the rows on disk in bytes, without indexes; 0 where the SQLite library cannot tell.</summary>
    public long Bytes { get; init; }

    /// <summary>The primary key's columns, in key order.</summary>
    public IReadOnlyList<string> PrimaryKey { get; init; } = [];

    /// <summary>The table's place in foreign-key order: 0 refers to no other table; a cycle's tables share a place.</summary>
    public int ForeignKeyOrder { get; init; }

    /// <summary>Whether the table is part of a cycle of foreign keys between tables.</summary>
    public bool IsInForeignKeyCycle { get; init; }

    /// <summary>Whether row-level security is on.</summary>
    public bool HasRowSecurity { get; init; }

    public IReadOnlyList<string> GeneratedColumns { get; init; } = [];

    public IReadOnlyList<string> IdentityColumns { get; init; } = [];

    /// <summary>
    /// Whether COPY's binary format is safe between databases: no column's binary form holds OIDs or a version-bound layout.
    /// </summary>
    public bool IsBinaryCopySafe { get; init; }

    public override string ToString() => $"{Schema}.{Name}";
}

namespace PgMigrate.Engine.Sqlite;

/// <summary>One foreign key of a SQLite table; target columns that the file leaves out are resolved to the parent's primary key.</summary>
public sealed record SqliteForeignKey
{
    /// <summary>The constraint's name; null where it has none.</summary>
    public string? Name { get; init; }

    public required IReadOnlyList<string> Columns { get; init; }

    public required string ParentTable { get; init; }

    public required IReadOnlyList<string> ParentColumns { get; init; }

    /// <summary>ON UPDATE, such as <c>NO ACTION</c> or <c>CASCADE</c>.</summary>
    public required string OnUpdate { get; init; }

    /// <summary>ON DELETE, such as <c>NO ACTION</c> or <c>CASCADE</c>.</summary>
    public required string OnDelete { get; init; }

    /// <summary>Whether it is DEFERRABLE INITIALLY DEFERRED.</summary>
    public bool IsDeferred { get; init; }
}

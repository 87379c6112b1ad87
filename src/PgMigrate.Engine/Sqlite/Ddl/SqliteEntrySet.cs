using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Sqlite;

/// <summary>A SQLite file as a table of contents.</summary>
public sealed record SqliteEntrySet
{
    /// <summary>
    /// The entries in restore order: an entry's dependencies come before it. DataBytes and DataRows are left to the caller.
    /// </summary>
    public required IReadOnlyList<TocEntry> Entries { get; init; }

    /// <summary>What the destination will not have, or will have in another form.</summary>
    public required IReadOnlyList<MigrationFinding> Findings { get; init; }

    /// <summary>The entries (views) whose failure is to be reported and must not stop the rest.</summary>
    public required IReadOnlySet<int> OptionalDumpIds { get; init; }

    /// <summary>
    /// The columns of each TABLE DATA entry's COPY statement, by the entry's dump id and in its order.
    /// A generated column whose expression PostgreSQL cannot compute is among them: its values are copied.
    /// </summary>
    public required IReadOnlyDictionary<int, IReadOnlyList<ColumnMapping>> CopiedColumns { get; init; }

    /// <summary>The SQLite table of each TABLE DATA entry, by the entry's dump id.</summary>
    public required IReadOnlyDictionary<int, SqliteTable> SourceTables { get; init; }
}

using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>One table's rows: what is read, and how it is written.</summary>
internal sealed record TablePlan
{
    public required TocEntry Entry { get; init; }

    /// <summary>The rows as the source streams them.</summary>
    public required RowSet Rows { get; init; }

    /// <summary>The destination's table.</summary>
    public required PgTable Destination { get; init; }

    /// <summary>The destination's tables that hold the rows: itself, or the partitions that are not foreign where one is.</summary>
    public required IReadOnlyList<PgTable> Holders { get; init; }

    public required CopyMode Mode { get; init; }

    /// <summary>The columns that ON CONFLICT names; empty unless rows are updated.</summary>
    public IReadOnlyList<string> UpsertKey { get; init; } = [];

    /// <summary>
    /// Whether the server checks foreign keys as the rows come; false where the session's replication role lets them rest.
    /// </summary>
    public bool ChecksForeignKeys { get; init; }

    /// <summary>Whether rows refer to rows of the same table by a foreign key that is checked as they come.</summary>
    public bool RefersToItself { get; init; }

    /// <summary>The triggers to switch off around the rows; those that the session's replication role lets rest need not be.</summary>
    public IReadOnlyList<PgTrigger> Triggers { get; init; } = [];

    /// <summary>What the table is called: a partition whose rows go through its root keeps its own name.</summary>
    public QualifiedName Name => Destination.IsPartitioned && Entry.RelationKind == 'r' ? new(Entry.Namespace!, Entry.Tag) : Destination.QualifiedName;

    public string Relation => Destination.QualifiedName.Sql;

    public IEnumerable<string> ColumnNames => Rows.Columns.Select(column => column.Name);
}

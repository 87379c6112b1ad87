namespace PgMigrate.Engine.Catalog;

/// <summary>One publication, without the tables and schemas that were added to it.</summary>
public sealed record PgPublication : PgObject
{
    /// <summary>Whether it publishes every table, those of later too.</summary>
    public bool IsForAllTables { get; init; }

    /// <summary>What it publishes, in the words of <c>publish</c>: <c>insert</c>, <c>update</c>, <c>delete</c>, <c>truncate</c>.</summary>
    public required IReadOnlyList<string> Operations { get; init; }

    /// <summary>Whether changes of a partition are published as changes of its root (PostgreSQL 13).</summary>
    public bool IsViaPartitionRoot { get; init; }

    /// <summary>Whether stored generated columns are published (PostgreSQL 18).</summary>
    public bool PublishesStoredColumns { get; init; }
}

namespace PgMigrate.Engine.Catalog;

/// <summary>What a user made in one database, as its catalog described it when it was read.</summary>
public sealed record PgCatalog
{
    /// <summary>The server's version as <c>server_version_num</c> gives it, such as 150004.</summary>
    public required int ServerVersion { get; init; }

    /// <summary>By schema and name.</summary>
    public required IReadOnlyList<PgTable> Tables { get; init; }

    public required IReadOnlyList<PgForeignKey> ForeignKeys { get; init; }

    public required IReadOnlyList<PgTrigger> Triggers { get; init; }

    public required IReadOnlyList<PgSequence> Sequences { get; init; }

    /// <summary>
    /// Where a table's rows are: in its partitions of the lowest level, foreign ones too, or in itself where it has none.
    /// </summary>
    public IReadOnlyList<PgTable> LeavesOf(PgTable table) => PartitionTree.LeavesOf(table, Tables);
}

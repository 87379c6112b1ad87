using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Transfer;

/// <summary>What a PostgreSQL source has that is not brought to the destination as it is.</summary>
internal static class PostgresFindings
{
    public static MigrationFinding UnreadableSequence(PgSequence sequence) => new()
    {
        Kind = MigrationFindingKind.Sequence,
        Object = sequence.ToString(),
        What = "The role may not read where the sequence stands, so that the destination's was set past the highest value that arrived.",
        Remedy = "Grant the role SELECT on the sequence and copy again, or set the destination's with setval.",
    };

    public static MigrationFinding ForeignTable(PgTable table) => new()
    {
        Kind = MigrationFindingKind.ForeignTable,
        Object = table.ToString(),
        What = "It is a foreign table: its rows live on another server, and are neither copied nor compared.",
        Remedy = "Copy them from the server that holds them, or leave the table out with -ExcludeTable.",
    };

    public static MigrationFinding ForeignPartition(PgTable partition, PgTable root) => new()
    {
        Kind = MigrationFindingKind.ForeignPartition,
        Object = partition.ToString(),
        What = $"It is a foreign table and a partition of {root}: its rows live on another server, and are neither copied nor compared.",
        Remedy = "Copy them from the server that holds them, or attach a foreign table for them at the destination too.",
    };
}

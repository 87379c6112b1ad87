namespace PgMigrate;

/// <summary>What a table is.</summary>
public enum TableKind
{
    Table,
    Partitioned,
    Partition,
    Foreign,
}

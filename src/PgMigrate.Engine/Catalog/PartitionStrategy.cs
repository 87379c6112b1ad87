namespace PgMigrate.Engine.Catalog;

/// <summary>How a partitioned table chooses a row's partition.</summary>
public enum PartitionStrategy
{
    List,
    Range,
    Hash,
}

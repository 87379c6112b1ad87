namespace PgMigrate.Engine.Catalog;

/// <summary>The index of a partitioned table that another index is a partition of.</summary>
/// <param name="Address">The index.</param>
/// <param name="Index">Its name.</param>
/// <param name="TableAddress">The partitioned table.</param>
public sealed record PgIndexParent(ObjectAddress Address, QualifiedName Index, ObjectAddress TableAddress);

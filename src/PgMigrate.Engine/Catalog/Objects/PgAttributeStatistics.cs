namespace PgMigrate.Engine.Catalog;

/// <summary>What ANALYZE found out about the values of a column.</summary>
/// <param name="Name">The column.</param>
/// <param name="Number">Its number, by which an index's is known.</param>
/// <param name="IsInherited">Whether the tables that inherit from it are counted too.</param>
/// <param name="Values">The columns of pg_stats that have a value.</param>
public sealed record PgAttributeStatistics(string Name, int Number, bool IsInherited, IReadOnlyList<PgStatistic> Values);

namespace PgMigrate.Engine.Catalog;

/// <summary>How finely ANALYZE looks at a column.</summary>
/// <param name="Column">The column's number, from 1.</param>
/// <param name="Target">The statistics target.</param>
public sealed record PgColumnStatistics(int Column, int Target);

namespace PgMigrate.Benchmarks;

/// <summary>What a database holds, counted.</summary>
internal sealed record Contents(long Rows, long Indexes, long ForeignKeys);

namespace PgMigrate.Benchmarks;

/// <summary>What can be measured.</summary>
internal enum Benchmark
{
    Sqlite,
    Copy,
    Tables,
    Clone,
    Archive,
    Schema,
    Integrity,
    Memory,
    Import,
}

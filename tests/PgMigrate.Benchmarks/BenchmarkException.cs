namespace PgMigrate.Benchmarks;

/// <summary>A measurement that is worth nothing: the program failed, or did not do the whole job.</summary>
internal sealed class BenchmarkException(string message) : Exception(message);

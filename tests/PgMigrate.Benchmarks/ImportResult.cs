namespace PgMigrate.Benchmarks;

/// <summary>The time of Import-Module.</summary>
/// <param name="Milliseconds">The median of all imports.</param>
/// <param name="NothingMilliseconds">The median of measuring an empty script block in the same way.</param>
/// <param name="Imports">Every import in milliseconds.</param>
internal sealed record ImportResult(double Milliseconds, double NothingMilliseconds, IReadOnlyList<double> Imports);

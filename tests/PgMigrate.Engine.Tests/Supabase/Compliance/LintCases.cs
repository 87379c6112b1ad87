namespace PgMigrate.Engine.Tests.Supabase.Compliance;

/// <summary>
/// A case for each lint, on a look-alike of a project whose new tables are granted to anon and authenticated. Each has a neighbour that
/// looks alike and complies.
/// </summary>
internal static class LintCases
{
    public static IReadOnlyDictionary<string, LintCase> All { get; } = SecurityLintCases.All.Concat(PerformanceLintCases.All).ToDictionary(one => one.Key, one => one.Value);
}

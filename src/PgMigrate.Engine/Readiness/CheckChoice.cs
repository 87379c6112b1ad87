using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Readiness;

/// <summary>Chooses checks by name. Pure.</summary>
internal sealed class CheckChoice
{
    private readonly List<ObjectPattern> included;
    private readonly List<ObjectPattern> excluded;

    /// <exception cref="MigrationException">ParametersConflict: a pattern names no check.</exception>
    public CheckChoice(ReadinessRequest request)
    {
        (included, excluded) = (Read(request.Checks), Read(request.ExcludeChecks));
        if (included.Concat(excluded).FirstOrDefault(pattern => !ReadinessChecks.Names.Any(pattern.MatchesName)) is { } unknown)
        {
            throw new MigrationException("ParametersConflict", MigrationErrorCategory.InvalidArgument, $"There is no check '{unknown.Text}'.")
            {
                Subject = unknown.Text,
                Remedy = $"The checks are: {string.Join(", ", ReadinessChecks.Names)}.",
            };
        }
    }

    public bool Includes(string check) => (included.Count == 0 || included.Exists(pattern => pattern.MatchesName(check))) && !excluded.Exists(pattern => pattern.MatchesName(check));

    private static List<ObjectPattern> Read(IReadOnlyList<string> patterns) => [.. patterns.Select(ObjectPattern.OfName)];
}

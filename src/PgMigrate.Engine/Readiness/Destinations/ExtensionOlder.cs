using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Readiness;

/// <summary>Extensions that are older at the destination, or would be.</summary>
internal sealed class ExtensionOlder : DestinationCheck
{
    public override string Name => "extension_older";

    public override bool Concerns(ReadinessFacts facts) => base.Concerns(facts) && facts.Database is not null;

    protected override async Task<IEnumerable<AssessmentFinding>> FindAsync(CatalogSession destination, ReadinessFacts facts, CancellationToken cancellationToken)
    {
        var versions = (await destination.QueryAsync(
            "SELECT name::text, coalesce(installed_version, default_version), installed_version IS NOT NULL, default_version FROM pg_catalog.pg_available_extensions WHERE default_version IS NOT NULL",
            row => (Name: row.GetString(0), Version: row.GetString(1), IsThere: row.GetBoolean(2), Newest: row.GetString(3)), cancellationToken).ConfigureAwait(false)).ToDictionary(one => one.Name);
        return facts.Database!.Extensions.Where(extension => versions.TryGetValue(extension.Name, out var one) && IsOlder(one.Version, extension.Version)).Select(extension =>
        {
            var (_, version, isThere, newest) = versions[extension.Name];
            return Finding(
                FindingSeverity.Warning, extension.Name,
                $"The destination {(isThere ? "has" : "would make")} version {version}, and the source has {extension.Version}: what came in between is missing there.",
                isThere && !IsOlder(newest, extension.Version) ? "Update it at the destination." : "Take a destination with a newer version, or see that nothing uses what is newer.",
                isThere && !IsOlder(newest, extension.Version) ? $"ALTER EXTENSION {SqlText.Name(extension.Name)} UPDATE;" : null);
        });
    }

    /// <summary>Versions are compared number by number; words in them do not count.</summary>
    public static bool IsOlder(string one, string other)
    {
        var (left, right) = (Numbers(one), Numbers(other));
        for (var index = 0; index < Math.Max(left.Count, right.Count); index++)
        {
            var (a, b) = (left.ElementAtOrDefault(index), right.ElementAtOrDefault(index));
            if (a != b) return a < b;
        }

        return false;
    }

    private static List<int> Numbers(string version) => [.. version.Split('.', '-', '_', '+').Select(part => int.TryParse(part, out var number) ? number : 0)];
}

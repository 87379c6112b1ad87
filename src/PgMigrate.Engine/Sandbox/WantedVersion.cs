using System.Globalization;
using System.Text.RegularExpressions;

namespace PgMigrate.Engine.Sandbox;

/// <summary>A version asked for: any, a major one, or a major and a minor one.</summary>
internal sealed partial record WantedVersion(int? Major, int? Minor, int LowestMajor)
{
    private const int LowestOfSupabase = 15;

    public static WantedVersion Parse(string? text, bool isSupabase)
    {
        var lowest = isSupabase ? LowestOfSupabase : 0;
        if (text is null) return new WantedVersion(null, null, lowest);
        var match = Pattern().Match(text.Trim());
        if (!match.Success)
        {
            throw new MigrationException("SandboxVersionInvalid", MigrationErrorCategory.InvalidArgument,
                $"'{text}' is not a version of PostgreSQL.")
            {
                Subject = text,
                Remedy = "Write a major version such as 16, or a full one such as 16.4.",
            };
        }

        var wanted = new WantedVersion(Number(match.Groups[1]), Number(match.Groups[2]), lowest);
        if (wanted.Major >= lowest) return wanted;
        throw new MigrationException("SandboxVersionInvalid", MigrationErrorCategory.InvalidArgument,
            $"A Supabase look-alike needs PostgreSQL {lowest} or later.")
        {
            Subject = text,
            Remedy = "Ask for a later version, or leave -Supabase out.",
        };
    }

    public bool Allows(Version version)
        => version.Major >= LowestMajor && (Major is null || Major == version.Major) && (Minor is null || Minor == version.Minor);

    public override string ToString() => (Major, Minor) switch
    {
        (null, _) => LowestMajor == 0 ? "PostgreSQL" : $"PostgreSQL {LowestMajor} or later",
        (_, null) => $"PostgreSQL {Major}",
        _ => $"PostgreSQL {Major}.{Minor}",
    };

    private static int? Number(Group group) => group.Success ? int.Parse(group.ValueSpan, CultureInfo.InvariantCulture) : null;

    [GeneratedRegex(@"^(\d{1,3})(?:\.(\d{1,4}))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}

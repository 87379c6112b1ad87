using System.Globalization;
using System.Text.RegularExpressions;

namespace PgMigrate.Engine.Sandbox;

/// <summary>A version of the npm package, such as <c>16.14.0-beta.17</c>: PostgreSQL's version, then the packing's.</summary>
internal sealed partial record EmbeddedVersion(Version Version, int Patch, int Packing, string Text) : IComparable<EmbeddedVersion>
{
    public static EmbeddedVersion? Parse(string text)
    {
        var match = Pattern().Match(text);
        return match.Success
            ? new EmbeddedVersion(new Version(Number(match, 1), Number(match, 2)), Number(match, 3), Number(match, 4), text)
            : null;
    }

    public int CompareTo(EmbeddedVersion? other)
        => other is null ? 1 : (Version, Patch, Packing).CompareTo((other.Version, other.Patch, other.Packing));

    private static int Number(Match match, int group)
        => match.Groups[group].Success ? int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture) : int.MaxValue;

    [GeneratedRegex(@"^(\d{1,4})\.(\d{1,4})\.(\d{1,4})(?:-beta\.(\d{1,4}))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}

using System.Text.RegularExpressions;

namespace PgMigrate.Cli.Display;

/// <summary>The engine names parameters as the cmdlets do; here they are the command line's options.</summary>
internal static partial class OptionNames
{
    /// <summary>The text with <c>-OnBadRow</c> written <c>--on-bad-row</c>.</summary>
    public static string Translate(string text) => Parameter().Replace(text, match =>
    {
        var name = match.Groups["name"].Value;
        var option = name == "ThrottleLimit" ? "jobs" : WordStart().Replace(name, "-$0").TrimStart('-');
        return $"--{option}".ToLowerInvariant();
    });

    [GeneratedRegex(@"(?<![\w-])-(?<name>[A-Z][A-Za-z]+)")]
    private static partial Regex Parameter();

    [GeneratedRegex("[A-Z]")]
    private static partial Regex WordStart();
}

using System.Text.RegularExpressions;

namespace PgMigrate.Cli.Display;

/// <summary>The engine names parameters as the cmdlets do; here they are the command line's options.</summary>
internal static partial class OptionNames
{
    /// <summary>The cmdlets that are commands of another name here.</summary>
    private static readonly Dictionary<string, string> Commands = new()
    {
        ["Start-DatabaseMigration"] = "pgmigrate runbook start",
        ["Resume-DatabaseMigration"] = "pgmigrate runbook resume",
        ["Undo-DatabaseMigration"] = "pgmigrate runbook undo",
        ["Get-DatabaseMigration"] = "pgmigrate runbook show",
    };

    /// <summary>The text with <c>-OnBadRow</c> written <c>--on-bad-row</c>.</summary>
    public static string Translate(string text) => Parameter().Replace(Commands.Aggregate(text, (words, command) => words.Replace(command.Key, command.Value, StringComparison.Ordinal)), match =>
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

using System.Text.RegularExpressions;

namespace PgMigrate.Engine.Supabase;

/// <summary>What a project's config.toml says of its SQL files; where it says nothing, what the Supabase CLI does then.</summary>
internal sealed partial record ProjectSettings
{
    public bool RunsMigrations { get; init; } = true;

    public bool RunsSeeds { get; init; } = true;

    /// <summary>Whether there are secrets that the CLI writes into the vault.</summary>
    public bool HasVault { get; init; }

    /// <summary>The seeds, seen from the folder of config.toml; * and ? are wildcards.</summary>
    public IReadOnlyList<string> SeedPaths { get; init; } = ["./seed.sql"];

    /// <summary>Reads the keys that matter of a TOML text.</summary>
    public static ProjectSettings Parse(string toml)
    {
        var settings = new ProjectSettings();
        var section = "";
        using var lines = new StringReader(toml);
        while (lines.ReadLine() is { } line)
        {
            if (Section().Match(line) is { Success: true } head) section = head.Groups[1].Value.Replace(" ", "", StringComparison.Ordinal) + ".";
            else if (Setting().Match(line) is { Success: true } setting) settings = settings.With(section + setting.Groups[1].Value, Whole(setting.Groups[2].Value, lines));
        }

        return settings;
    }

    private ProjectSettings With(string key, string value) => key switch
    {
        "db.migrations.enabled" => this with { RunsMigrations = !IsFalse(value) },
        "db.seed.enabled" => this with { RunsSeeds = !IsFalse(value) },
        "db.seed.sql_paths" => this with { SeedPaths = [.. Text().Matches(value).Where(match => !match.Groups["comment"].Success).Select(Unquoted)] },
        _ => key.StartsWith("db.vault.", StringComparison.Ordinal) ? this with { HasVault = true } : this,
    };

    /// <summary>A list may go over several lines.</summary>
    private static string Whole(string value, StringReader lines)
    {
        while (value.StartsWith('[') && !IsClosed(value) && lines.ReadLine() is { } line) value += "\n" + line;
        return value;
    }

    private static bool IsClosed(string list) => Text().Replace(list, "").Contains(']', StringComparison.Ordinal);

    private static bool IsFalse(string value) => value.StartsWith("false", StringComparison.Ordinal);

    private static string Unquoted(Match text)
        => text.Groups["literal"].Success
            ? text.Groups["literal"].Value
            : text.Groups["basic"].Value.Replace("\\\"", "\"", StringComparison.Ordinal).Replace(@"\\", @"\", StringComparison.Ordinal);

    [GeneratedRegex(@"^\s*\[([^\[\]]+)\]")]
    private static partial Regex Section();

    [GeneratedRegex(@"^\s*([\w.-]+)\s*=\s*(.*?)\s*$")]
    private static partial Regex Setting();

    [GeneratedRegex("""
        "(?<basic>(?:\\.|[^"\\])*)"|'(?<literal>[^']*)'|(?<comment>\#[^\n]*)
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Text();
}

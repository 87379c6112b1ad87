using System.Text;
using System.Text.RegularExpressions;

namespace PgMigrate.Engine.Connections;

/// <summary>
/// Reads variables from a .env file where the grammars of dotenv (node), python-dotenv, docker and compose agree, and
/// with the more permissive reading where they do not: <c>export</c>, three kinds of quotes, values over several lines.
/// </summary>
internal static partial class DotenvFile
{
    /// <summary>The last value that the text gives to the name; null where it gives none.</summary>
    public static string? Read(string text, string name)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var assignment in Assignments(text)) values[assignment.Name] = Value(assignment, values);
        return values.GetValueOrDefault(name);
    }

    /// <summary>Every assignment of the text that is not commented out, in order, with the place of its value.</summary>
    public static IEnumerable<DotenvAssignment> Assignments(string text)
    {
        foreach (Match match in Assignment().Matches(text))
        {
            var written = match.Groups["value"];
            var assignment = new DotenvAssignment(match.Groups["name"].Value, written.Value, written.Index);
            yield return assignment.Quote is null ? assignment with { Token = WithoutComment(written.Value) } : assignment;
        }
    }

    /// <summary>Only # after a blank starts a comment: a password may hold one, and three of the four grammars read it so.</summary>
    private static string WithoutComment(string written)
    {
        var comment = Comment().Match(written);
        return (comment.Success ? written[..comment.Index] : written).TrimEnd();
    }

    private static string Value(DotenvAssignment assignment, Dictionary<string, string> earlier) => assignment.Quote switch
    {
        '\'' => assignment.Inner.Replace(@"\'", "'", StringComparison.Ordinal),
        '`' => assignment.Inner,
        '"' => Interpolated(Unescaped(assignment.Inner), earlier),
        _ => Interpolated(assignment.Inner, earlier),
    };

    private static string Unescaped(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var position = 0; position < text.Length; position++)
        {
            if (text[position] != '\\' || position + 1 == text.Length)
            {
                result.Append(text[position]);
                continue;
            }

            var next = text[++position];
            result.Append(next switch { 'n' => "\n", 'r' => "\r", 't' => "\t", '"' or '\\' or '$' => next.ToString(), _ => "\\" + next });
        }

        return result.ToString();
    }

    /// <summary>Fills in <c>${NAME}</c> and <c>${NAME:-default}</c> from the file or the environment.</summary>
    private static string Interpolated(string text, Dictionary<string, string> earlier)
        => Reference().Replace(text, match => earlier.GetValueOrDefault(match.Groups["name"].Value)
            ?? Environment.GetEnvironmentVariable(match.Groups["name"].Value)
            ?? match.Groups["default"].Value);

    [GeneratedRegex("""
        ^\uFEFF?[ \t]*(?:export[ \t]+)?(?<quote>'?)(?<name>[A-Za-z0-9_.-]+)\k<quote>(?:[ \t]*=|:[ \t])
        [ \t]*(?<value>'(?:\\'|[^'])*'(?=[ \t]*(?:\#.*)?\r?$)|"(?:\\"|[^"])*"(?=[ \t]*(?:\#.*)?\r?$)|`[^`]*`(?=[ \t]*(?:\#.*)?\r?$)|[^\r\n]*)
        """, RegexOptions.Multiline | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Assignment();

    [GeneratedRegex(@"(?:^|[ \t])#")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\$\{(?<name>[A-Za-z_][A-Za-z0-9_]*)(?::?-(?<default>[^}]*))?\}")]
    private static partial Regex Reference();
}

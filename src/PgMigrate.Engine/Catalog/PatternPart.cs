using System.Text;
using System.Text.RegularExpressions;

namespace PgMigrate.Engine.Catalog;

/// <summary>One name of a pattern, as a regular expression.</summary>
/// <param name="Expression">What the whole name must match.</param>
/// <param name="IsQuoted">Whether part of it was in double quotes: the case counts.</param>
/// <param name="HasWildcard">Whether it holds a wildcard that is neither quoted nor escaped.</param>
internal sealed record PatternPart(string Expression, bool IsQuoted, bool HasWildcard)
{
    /// <summary>Parts <c>schema.name</c> at its first dot outside of quotes and brackets; the second is null where there is none.</summary>
    public static (PatternPart First, PatternPart? Second) Split(string text)
    {
        var first = Read(text, 0, stopsAtDot: true, text, out var end);
        return end == text.Length ? (first, null) : (first, Parse(text[(end + 1)..], text));
    }

    /// <summary>Reads a name; dots are part of it.</summary>
    public static PatternPart Parse(string text, string wholePattern) => Read(text, 0, stopsAtDot: false, wholePattern, out _);

    /// <summary>The expression, in time linear to the name whatever the pattern.</summary>
    public Regex ToRegex() => new(
        $@"\A(?:{Expression})\z",
        RegexOptions.NonBacktracking | RegexOptions.Singleline | RegexOptions.CultureInvariant
            | (IsQuoted ? RegexOptions.None : RegexOptions.IgnoreCase));

    private static PatternPart Read(string text, int start, bool stopsAtDot, string wholePattern, out int end)
    {
        var expression = new StringBuilder();
        var isQuoted = false;
        var hasWildcard = false;
        for (end = start; end < text.Length && !(stopsAtDot && text[end] == '.'); end++)
        {
            switch (text[end])
            {
                case '"':
                    isQuoted = true;
                    end = ReadQuoted(text, end, expression, wholePattern);
                    break;
                case '[':
                    hasWildcard = true;
                    end = ReadClass(text, end, expression, wholePattern);
                    break;
                case '*' or '?':
                    hasWildcard = true;
                    expression.Append(text[end] == '*' ? ".*" : ".");
                    break;
                case '`' when end + 1 < text.Length:
                    end++;
                    expression.Append(Regex.Escape(text[end].ToString()));
                    break;
                default:
                    expression.Append(Regex.Escape(text[end].ToString()));
                    break;
            }
        }

        return expression.Length > 0 || isQuoted
            ? new(expression.ToString(), isQuoted, hasWildcard)
            : throw Invalid(wholePattern, "has an empty name");
    }

    /// <summary>Copies what stands in double quotes as it is; two double quotes are one. Returns where the closing one stands.</summary>
    private static int ReadQuoted(string text, int start, StringBuilder expression, string wholePattern)
    {
        for (var at = start + 1; at < text.Length; at++)
        {
            if (text[at] != '"') expression.Append(Regex.Escape(text[at].ToString()));
            else if (at + 1 < text.Length && text[at + 1] == '"') expression.Append(text[at++]);
            else return at;
        }

        throw Invalid(wholePattern, "opens a double quote and does not close it");
    }

    /// <summary>Copies a class such as <c>[a-f_]</c>. Returns where the closing bracket stands.</summary>
    private static int ReadClass(string text, int start, StringBuilder expression, string wholePattern)
    {
        var close = text.IndexOf(']', start + 1);
        if (close <= start + 1) throw Invalid(wholePattern, "holds a bracket without a set of characters");

        expression.Append('[');
        for (var at = start + 1; at < close; at++)
        {
            var isRange = text[at] == '-' && at > start + 1 && at + 1 < close;
            if (isRange && text[at - 1] > text[at + 1]) throw Invalid(wholePattern, "holds a range whose end comes before its start");

            if (text[at] is '\\' or '^' or '[' || (text[at] == '-' && !isRange)) expression.Append('\\');
            expression.Append(text[at]);
        }

        expression.Append(']');
        return close;
    }

    private static MigrationException Invalid(string pattern, string reason)
        => new("ObjectPatternInvalid", MigrationErrorCategory.InvalidArgument, $"The pattern '{pattern}' {reason}.")
        {
            Subject = pattern,
            Remedy = "Write a name or schema.name with the wildcards *, ? and [abc]; put a name with other signs in double quotes.",
        };
}

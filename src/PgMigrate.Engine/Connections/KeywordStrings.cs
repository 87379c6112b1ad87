using System.Data.Common;
using System.Text;
using System.Text.RegularExpressions;

namespace PgMigrate.Engine.Connections;

/// <summary>Reads keyword strings: libpq's <c>host=a dbname='b c'</c> and Npgsql's <c>Host=a;Database="b;c"</c>.</summary>
internal static partial class KeywordStrings
{
    /// <summary>Whether the text begins as a keyword string does, with a keyword that libpq or Npgsql knows.</summary>
    public static bool IsOne(string text)
        => FirstKeyword().Match(text) is { Success: true } match
            && (SettingNames.IsLibpqKeyword(match.Groups[1].Value) || SettingNames.IsNpgsqlKeyword(match.Groups[1].Value));

    public static DatabaseEndpoint Parse(string text) => IsNpgsql(text) ? ParseNpgsql(text) : ParseLibpq(text);

    /// <summary>Npgsql's settings stand between semicolons, and its keywords are not written as libpq's.</summary>
    private static bool IsNpgsql(string text)
    {
        if (!SettingNames.IsLibpqKeyword(FirstKeyword().Match(text).Groups[1].Value)) return true;
        var unquoted = Quoted().Replace(text, "=");
        return NextKeyword().Matches(unquoted).Any(match => SettingNames.IsNpgsqlKeyword(match.Groups[1].Value))
            || (unquoted.TrimEnd().EndsWith(';') && !unquoted.Contains(' ', StringComparison.Ordinal));
    }

    private static DatabaseEndpoint ParseNpgsql(string text)
    {
        var keywords = new DbConnectionStringBuilder();
        try
        {
            keywords.ConnectionString = text;
        }
        catch (ArgumentException)
        {
            throw EndpointErrors.Invalid(
                "The keyword string is not well formed: a quote is not closed, or a keyword has no value.",
                "Write keyword=value with ; between, and put a value that holds ; or a quote in double quotes.");
        }

        var draft = new EndpointDraft(DatabaseUrlDialect.Npgsql);
        foreach (string keyword in keywords.Keys) draft.Set(keyword, (string)keywords[keyword]);
        return draft.Build();
    }

    private static DatabaseEndpoint ParseLibpq(string text)
    {
        var draft = new EndpointDraft(DatabaseUrlDialect.LibpqKeywords);
        var position = 0;
        while (SkipBlanks(text, ref position))
        {
            var equals = text.IndexOf('=', position);
            if (equals < 0) throw Malformed();
            var name = text[position..equals].TrimEnd();
            if (!SettingNames.IsLibpqKeyword(name)) throw Malformed();
            position = equals + 1;
            SkipBlanks(text, ref position);
            draft.Set(name, ReadValue(text, ref position));
        }

        return draft.Build();
    }

    /// <summary>A value, quoted or not; a backslash takes the next character as it is (libpq, section 34.1.1.1).</summary>
    private static string ReadValue(string text, ref int position)
    {
        var quoted = position < text.Length && text[position] == '\'';
        if (quoted) position++;
        var value = new StringBuilder();
        for (; position < text.Length; position++)
        {
            var character = text[position];
            if (quoted ? character == '\'' : char.IsWhiteSpace(character))
            {
                position++;
                return value.ToString();
            }

            if (character == '\\' && position + 1 < text.Length) character = text[++position];
            value.Append(character);
        }

        return quoted ? throw Malformed() : value.ToString();
    }

    private static bool SkipBlanks(string text, ref int position)
    {
        while (position < text.Length && char.IsWhiteSpace(text[position])) position++;
        return position < text.Length;
    }

    private static MigrationException Malformed() => EndpointErrors.Invalid(
        "The keyword string is not well formed: a quote is not closed, or something that is no keyword of libpq stands before an "
        + "equals sign.",
        "Write keyword=value with blanks between, and put a value that holds a blank or a quote in single quotes, with \\ before each ' "
            + "and \\ in it.");

    [GeneratedRegex(@"^\s*([A-Za-z][A-Za-z_ ]*?)\s*=")]
    private static partial Regex FirstKeyword();

    [GeneratedRegex(@";\s*([A-Za-z][A-Za-z_ ]*?)\s*=")]
    private static partial Regex NextKeyword();

    [GeneratedRegex(@"=\s*(?:""[^""]*""|'(?:\\.|[^'\\])*')", RegexOptions.Singleline)]
    private static partial Regex Quoted();
}

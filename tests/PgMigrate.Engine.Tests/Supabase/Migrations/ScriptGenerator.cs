using System.Globalization;
using System.Text;

namespace PgMigrate.Engine.Tests.Supabase;

/// <summary>
/// Writes scripts of statements that are hard to tell apart: each writes its values into the table <c>written</c>, so that what the server
/// makes of the whole can be compared with what it makes of the pieces.
/// </summary>
internal sealed class ScriptGenerator(int seed)
{
    /// <summary>What is in strings, names and comments: all that could be taken for the end of something.</summary>
    private static readonly string[] Bits =
    [
        ";", "'", "''", "\"", "\\", "\\'", "$", "$$", "$a$", "$b$", "--", "/*", "*/", "(", ")", "\n", "\r\n", "\t", "BEGIN", " ATOMIC ", "END", "CASE", "é😀", "\\.\n", "\\restrict", "E'", "x", " ", ":v", "{", "COPY t FROM stdin;",
    ];

    private static readonly string[] Blanks = [" ", "\n", "\t", "\r\n", "  ", "\f", " -- x; ' \" $$ /* BEGIN ATOMIC\n", " /* ; ' -- */ ", "/* /* ; */ $a$ */", "/**/ ", " --\n"];

    private readonly Random random = new(seed);
    private int routines;

    /// <summary>A script of some statements.</summary>
    /// <param name="hasAtomic">Whether there may be BEGIN ATOMIC … END (PostgreSQL 14).</param>
    /// <param name="isForPsql">Whether psql 15 must understand it: it takes the second part of a string with escapes for one without, and END for a body's.</param>
    public string Next(bool hasAtomic, bool isForPsql = false)
    {
        var script = new StringBuilder();
        for (var count = random.Next(1, 9); count > 0; count--)
        {
            script.Append(Join(Statement(hasAtomic && !isForPsql, isForPsql))).Append(random.Next(8) == 0 ? Blank() : "").Append(';');
            while (random.Next(4) == 0) script.Append(random.Next(3) == 0 ? ";" : Blank());
        }

        return script.ToString();
    }

    private string[] Statement(bool hasAtomic, bool isForPsql) => random.Next(hasAtomic ? 12 : 9) switch
    {
        0 => ["INSERT", "INTO", "written", "VALUES", "(", Value(), ")", ",", "(", Value(), "||", Value(), ")"],
        1 => ["INSERT", "INTO", "written", "SELECT", Value(), "AS", Name(), "WHERE", "(", "1", "<", "2", ")"],
        2 => ["INSERT", "INTO", "written", "SELECT", "CASE", "WHEN", "true", "THEN", Value(), "ELSE", Value(), "END", "AS", "begin"],
        3 => ["DO", Dollar("BEGIN INSERT INTO written VALUES ('; END; '); END")],
        4 => ["WITH", "s", "(", "v", ")", "AS", "(", "SELECT", Value(), ")", "INSERT", "INTO", "written", "SELECT", "v", "FROM", "s"],
        5 when !isForPsql => ["INSERT", "INTO", "written", "SELECT", "E'a\\';'\n'\\';b'", "||", "'a\\'\n';\\'"],
        6 => ["CREATE", "OR", "REPLACE", "RULE", Name(), "AS", "ON", "UPDATE", "TO", "ruled", "DO", "(", "INSERT", "INTO", "written", "VALUES", "(", Value(), ")", ";", "DELETE", "FROM", "ruled", ";", ")"],
        7 => ["COMMENT", "ON", "TABLE", "written", "IS", Literal(Text())],
        8 or 5 => ["SELECT", "1", "-", "- 1", "AS", Name(), ",", "2", ">=", "3", ",", "(", "ARRAY", "[", "1", "]", ")", "[", "1", ":", "1", "]"],
        _ => Routine(),
    };

    /// <summary>A routine with statements of its own, which is never called: its body is what counts.</summary>
    private string[] Routine()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"f_{++routines}");
        var list = new List<string> { "CREATE", "OR", "REPLACE", "FUNCTION", name, "(", "\"end\"", "text", "DEFAULT", Value(), ")", "RETURNS", "text", "LANGUAGE", "sql", "BEGIN", "ATOMIC" };
        for (var count = random.Next(0, 3); count > 0; count--)
        {
            string[] inner = random.Next(3) switch
            {
                0 => ["INSERT", "INTO", "written", "VALUES", "(", "CASE", "WHEN", "\"end\"", "=", Value(), "THEN", "CASE", "1", "WHEN", "1", "THEN", Value(), "END", "END", ")", ";"],
                1 => ["SELECT", "CASE", "WHEN", "1", "=", "1.", "THEN", Value(), "END", "AS", "end", ",", "\"end\"", "case", ";"],
                _ => ["DELETE", "FROM", "ruled", "WHERE", "v", "=", Value(), ";"],
            };
            list.AddRange(inner);
        }

        list.AddRange(["SELECT", Value(), "AS", "end", ";", "END"]);
        return [.. list];
    }

    private string Value() => random.Next(7) switch
    {
        0 => Dollar(Text()),
        1 => "E'" + Text().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", random.Next(2) == 0 ? "''" : "\\'", StringComparison.Ordinal) + "'",
        2 => "U&'" + Text().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal) + "'",
        3 => "N" + Literal(Text()),
        4 => Literal(Text()) + "\n" + Literal(Text()),
        5 => "e'\\\\'",
        _ => Literal(Text()),
    };

    private string Text() => string.Concat(Enumerable.Range(0, random.Next(0, 6)).Select(_ => Bits[random.Next(Bits.Length)]));

    private string Name() => random.Next(3) switch
    {
        0 => "n$a$",
        1 => "\"" + (Text() + "n").Replace("\"", "\"\"", StringComparison.Ordinal) + "\"",
        _ => "_é$1",
    };

    private static string Literal(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";

    private string Dollar(string text)
    {
        var tag = new[] { "$$", "$a$", "$A$", "$é_1$" }[random.Next(4)];
        return text.Contains(tag, StringComparison.Ordinal) || (text + tag).IndexOf(tag, StringComparison.Ordinal) < text.Length ? Literal(text) : tag + text + tag;
    }

    private string Blank() => Blanks[random.Next(Blanks.Length)];

    /// <summary>A blank between any two tokens: of operators' characters a comment would be another's part.</summary>
    private string Join(string[] tokens) => string.Concat(tokens.Select(token => token + (random.Next(3) == 0 ? Blank() : " ") + (random.Next(10) == 0 ? " " + Blank() : "")));
}

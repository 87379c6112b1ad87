using System.Text;

namespace PgMigrate.Engine.Supabase;

/// <summary>Tells whether a file still holds what was applied, whoever split it. Comments, blanks and line ends do not count. Pure.</summary>
internal static class AppliedStatements
{
    /// <summary>Whether they are the same; true, too, where the history does not say what was applied.</summary>
    public static bool AreThoseOf(AppliedMigration applied, MigrationScript script)
    {
        if (applied.Statements is not { } recorded || recorded.SequenceEqual(script.Recorded, StringComparer.Ordinal)) return true;
        try
        {
            return recorded.SelectMany(statement => Words(Parse(statement, applied.Version))).SequenceEqual(Words(script));
        }
        catch (MigrationException)
        {
            // A split within a string, as the CLI splits E'\';' (pkg/parser): the semicolons and blanks there are no longer known.
            return Bare(recorded) == Bare(script.Recorded);
        }
    }

    /// <summary>A statement may end with a comment, which a semicolon in its line would belong to.</summary>
    private static MigrationScript Parse(string statement, string version) => MigrationScript.Parse(Encoding.UTF8.GetBytes(statement + "\n;\n"), version);

    private static IEnumerable<string> Words(MigrationScript script) => script.Statements.SelectMany(Words);

    private static List<string> Words(MigrationStatement statement)
    {
        var text = statement.Text;
        var words = new List<string>();
        var lexer = new SqlLexer(text);
        for (var token = lexer.Next(); token.Kind != SqlTokenKind.End; token = lexer.Next()) words.Add(Unix(lexer.TextOf(token).ToString()));
        words.Add(";");
        if (statement.Rows is { } rows) words.Add(Unix(Encoding.UTF8.GetString(rows.Span)));
        return words;
    }

    private static string Unix(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal);

    private static string Bare(IEnumerable<string> statements)
        => string.Concat(string.Concat(statements).Where(character => character != ';' && !char.IsWhiteSpace(character)));
}

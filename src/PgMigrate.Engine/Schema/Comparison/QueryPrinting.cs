namespace PgMigrate.Engine.Schema;

/// <summary>
/// Servers of different versions print one and the same query differently: since PostgreSQL 16 the columns of a query over a single relation
/// come without its name (PostgreSQL 16, release notes, "ruleutils"; ruleutils.c, get_variable).
/// </summary>
internal static class QueryPrinting
{
    /// <summary>The first version that leaves the name out.</summary>
    public const int BareNamesSince = 16;

    /// <summary>Whether the newer text is the older one but for names before columns that it leaves out.</summary>
    public static bool IsSame(string older, string newer)
    {
        try
        {
            var (before, after) = (Tokens(older), Tokens(newer));
            var place = 0;
            foreach (var token in after)
            {
                while (place < before.Count && before[place].Text != token.Text && IsQualifier(before, place)) place += 2;
                if (place >= before.Count || before[place].Text != token.Text) return false;
                place++;
            }

            return place == before.Count;
        }
        catch (MigrationException error) when (error.ErrorId == SqlLexer.UnterminatedQuote)
        {
            return false;
        }
    }

    /// <summary>Whether a name and a dot stand there.</summary>
    private static bool IsQualifier(List<(SqlTokenKind Kind, string Text)> tokens, int place)
        => (tokens[place].Kind == SqlTokenKind.Word || tokens[place].Text.StartsWith('"')) && place + 2 < tokens.Count && tokens[place + 1].Kind == SqlTokenKind.Dot;

    private static List<(SqlTokenKind Kind, string Text)> Tokens(string sql)
    {
        var lexer = new SqlLexer(sql);
        var tokens = new List<(SqlTokenKind, string)>();
        for (var token = lexer.Next(); token.Kind != SqlTokenKind.End; token = lexer.Next()) tokens.Add((token.Kind, lexer.TextOf(token).ToString()));
        return tokens;
    }
}

namespace PgMigrate.Engine.Sqlite;

/// <summary>What a CREATE INDEX statement says that SQLite's pragmas do not.</summary>
/// <param name="Terms">The text of every key column or expression, as written, without COLLATE, ASC and DESC.</param>
/// <param name="Predicate">The WHERE clause, as written; null where there is none.</param>
internal sealed record CreateIndexText(IReadOnlyList<string> Terms, string? Predicate)
{
    /// <exception cref="SqliteSyntaxException">The statement is not understood.</exception>
    public static CreateIndexText Parse(string sql)
    {
        var cursor = new TokenCursor(sql);
        cursor.ExpectWord("CREATE");
        cursor.TakeWords("UNIQUE");
        cursor.ExpectWord("INDEX");
        cursor.TakeWords("IF", "NOT", "EXISTS");
        cursor.TakeName();
        if (cursor.TakeOperator(".")) cursor.TakeName();
        cursor.ExpectWord("ON");
        cursor.TakeName();
        cursor.Expect("(");
        var terms = new List<string>();
        do terms.Add(TakeTerm(cursor, sql));
        while (cursor.TakeOperator(","));
        cursor.Expect(")");
        return new CreateIndexText(terms, cursor.TakeWords("WHERE") ? cursor.TextFrom(cursor.Current) : null);
    }

    private static string TakeTerm(TokenCursor cursor, string sql)
    {
        var start = cursor.Current.Start;
        var end = start;
        for (var depth = 0; depth > 0 || (!cursor.Current.IsOperator(",") && !cursor.Current.IsOperator(")"));)
        {
            if (cursor.IsAtEnd) throw cursor.Unexpected("')'");
            var token = cursor.Take();
            if (token.IsOperator("(")) depth++;
            if (token.IsOperator(")")) depth--;
            if (depth == 0 && (token.IsWord("ASC") || token.IsWord("DESC"))) continue;

            // A trailing COLLATE is the column's, and PRAGMA index_xinfo tells it; one inside an expression belongs to it.
            if (depth == 0 && token.IsWord("COLLATE") && EndsTerm(cursor.Peek()))
            {
                cursor.Take();
                continue;
            }

            end = token.End;
        }

        return sql[start..end];
    }

    private static bool EndsTerm(SqliteToken token) =>
        token.IsOperator(",") || token.IsOperator(")") || token.IsWord("ASC") || token.IsWord("DESC");
}

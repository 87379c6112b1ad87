namespace PgMigrate.Engine.Sqlite;

/// <summary>The parts of a CREATE VIEW statement.</summary>
/// <param name="Columns">The view's column names, where the statement lists them.</param>
/// <param name="Select">The query, as written.</param>
internal sealed record CreateViewText(IReadOnlyList<string> Columns, string Select)
{
    /// <exception cref="SqliteSyntaxException">The statement is not understood.</exception>
    public static CreateViewText Parse(string sql)
    {
        var cursor = new TokenCursor(sql);
        cursor.ExpectWord("CREATE");
        _ = cursor.TakeWords("TEMP") || cursor.TakeWords("TEMPORARY");
        cursor.ExpectWord("VIEW");
        cursor.TakeWords("IF", "NOT", "EXISTS");
        cursor.TakeName();
        if (cursor.TakeOperator(".")) cursor.TakeName();
        var columns = new List<string>();
        if (cursor.TakeOperator("("))
        {
            do columns.Add(cursor.TakeName());
            while (cursor.TakeOperator(","));
            cursor.Expect(")");
        }

        cursor.ExpectWord("AS");
        return new CreateViewText(columns, cursor.TextFrom(cursor.Current));
    }
}

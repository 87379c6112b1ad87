namespace PgMigrate.Engine.Archives;

/// <summary>What a COPY … FROM stdin or an INSERT of an archive or script names.</summary>
/// <param name="Schema">The schema; null where the search_path tells it.</param>
/// <param name="Table">The table.</param>
/// <param name="Columns">The columns in the rows' order; none where none are named.</param>
/// <param name="HasOptions">Whether the statement is another COPY than pg_dump writes: its rows are in another form, or are no rows at all.</param>
internal sealed record CopyTarget(string? Schema, string Table, IReadOnlyList<string> Columns, bool HasOptions)
{
    /// <summary>The target; null where the statement is not understood.</summary>
    public static CopyTarget? Of(string statement)
    {
        var tokens = new StatementTokens(statement, most: 10_000);
        if (tokens.Is(0, "INSERT"))
        {
            return tokens.QualifiedNameAt(tokens.Is(1, "INTO") ? 2 : 1) is { } into ? new(into.Schema, into.Name, [], HasOptions: false) : null;
        }

        if (!tokens.Is(0, "COPY") || tokens.QualifiedNameAt(1) is not { } table || ColumnsAt(tokens, table.Next) is not { } columns) return null;
        var place = columns.Next;
        var count = tokens.KindOf(tokens.Count - 1) == SqlTokenKind.Semicolon ? tokens.Count - 1 : tokens.Count;
        return new(table.Schema, table.Name, columns.Names, HasOptions: !tokens.Are(place, "FROM", "STDIN") || count > place + 2);
    }

    /// <summary>The names in parentheses, which may not be there, and the place behind them; null for anything else in them.</summary>
    private static (List<string> Names, int Next)? ColumnsAt(StatementTokens tokens, int place)
    {
        List<string> names = [];
        if (tokens.KindOf(place) != SqlTokenKind.OpenParenthesis) return (names, place);
        do
        {
            if (tokens.NameAt(place + 1) is not { } name) return null;
            names.Add(name);
            place += 2;
        }
        while (tokens[place] is ",");
        return tokens.KindOf(place) == SqlTokenKind.CloseParenthesis ? (names, place + 1) : null;
    }
}

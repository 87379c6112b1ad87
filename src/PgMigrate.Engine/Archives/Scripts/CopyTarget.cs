namespace PgMigrate.Engine.Archives;

/// <summary>What a COPY … FROM stdin or an INSERT names.</summary>
/// <param name="Schema">The schema; null where the search_path tells it.</param>
/// <param name="Table">The table.</param>
/// <param name="Columns">The columns in the rows' order; none where none are named.</param>
/// <param name="HasOptions">Whether the rows are in another form than COPY's own text.</param>
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

        if (!tokens.Is(0, "COPY") || tokens.QualifiedNameAt(1) is not { } table) return null;
        var place = table.Next;
        List<string> columns = [];
        if (tokens.KindOf(place) == SqlTokenKind.OpenParenthesis)
        {
            var end = tokens.BehindParentheses(place);
            for (place++; place < end; place++)
            {
                if (tokens.NameAt(place) is { } column) columns.Add(column);
            }
        }

        return new(table.Schema, table.Name, columns, HasOptions: !tokens.Are(place, "FROM", "STDIN") || tokens.Count > place + 2);
    }
}

namespace PgMigrate.Engine.Sqlite;

/// <summary>
/// Rewrites views token by token. What the result means is checked by the server alone, when it makes the view;
/// a view whose words are not all known is not attempted.
/// </summary>
internal sealed class ViewTranslation(
    IReadOnlyList<DestinationTable> tables, IReadOnlyList<SqliteView> views, IReadOnlyDictionary<string, string> viewNames,
    SqliteEntryOptions options)
{
    private readonly HashSet<string> givenUp = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ViewNames> translated = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The views, each behind those that it names; views that name each other come as they are.</summary>
    public IEnumerable<SqliteView> InOrder()
    {
        var ordered = new List<SqliteView>();
        var visited = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var view in views) Visit(view, visited, ordered);
        return ordered;
    }

    /// <summary>Marks a view as absent: the views that name it are absent too.</summary>
    public void GiveUp(SqliteView view) => givenUp.Add(view.Name);

    /// <exception cref="UntranslatableException">The view holds something that has no certain translation.</exception>
    /// <exception cref="SqliteSyntaxException">The view's statement is not understood.</exception>
    public TranslatedView Translate(SqliteView view)
    {
        var text = CreateViewText.Parse(view.Sql);
        var tokens = SqliteTokenizer.Tokenize(text.Select);
        var named = NamedViews(tokens).Where(name => name != view.Name).ToList();
        if (named.Find(givenUp.Contains) is { } absent) throw new UntranslatableException($"it names the view '{absent}', which has none");
        if (named.Find(name => !translated.ContainsKey(name)) is { } later)
        {
            throw new UntranslatableException($"it and the view '{later}' name each other");
        }

        var names = new ViewNames(tokens, tables, named.ConvertAll(name => (name, viewNames[name], translated[name])), options.Schema);
        var select = new ViewRewriter(text.Select, tokens, names, options).Rewrite();
        var columns = text.Columns.Count == 0 ? "" : $" ({SqlText.List(text.Columns.Select(names.Fold))})";
        translated[view.Name] = names.WithOutput(text.Columns);
        return new TranslatedView(
            $"CREATE VIEW {SqlText.Qualified(options.Schema, viewNames[view.Name])}{columns} AS\n{select};\n", names.Tables, named);
    }

    private void Visit(SqliteView view, HashSet<string> visited, List<SqliteView> ordered)
    {
        if (!visited.Add(view.Name)) return;
        foreach (var name in NamedViews(TokensOf(view)))
        {
            if (views.FirstOrDefault(candidate => candidate.Name == name) is { } other) Visit(other, visited, ordered);
        }

        ordered.Add(view);
    }

    private static IReadOnlyList<SqliteToken> TokensOf(SqliteView view)
    {
        try
        {
            return SqliteTokenizer.Tokenize(CreateViewText.Parse(view.Sql).Select);
        }
        catch (SqliteSyntaxException)
        {
            // Translate meets the same error and reports it.
            return [];
        }
    }

    private List<string> NamedViews(IReadOnlyList<SqliteToken> tokens) => views
        .Select(view => view.Name)
        .Where(name => tokens.Any(token
            => token.IsName && token.Kind != SqliteTokenKind.String && token.Text.Equals(name, StringComparison.OrdinalIgnoreCase)))
        .ToList();
}

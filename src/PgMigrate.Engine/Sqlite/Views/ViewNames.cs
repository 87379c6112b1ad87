namespace PgMigrate.Engine.Sqlite;

/// <summary>What the names in one view's query stand for.</summary>
internal sealed class ViewNames
{
    private readonly HashSet<string> aliases = [];
    private readonly Dictionary<string, string> relations = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, DestinationTable> qualifiers = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<ColumnMapping> columns = [];
    private readonly HashSet<string> viewColumns = [];
    private readonly bool isLower;

    public ViewNames(
        IReadOnlyList<SqliteToken> tokens,
        IReadOnlyList<DestinationTable> tables,
        IReadOnlyList<(string Name, string Destination, ViewNames Names)> views,
        string schema)
    {
        isLower = tables.Count > 0 && tables[0].Options.IdentifierCase == IdentifierCase.Lower;
        bool IsNamed(string name) => tokens.Any(token => token.IsName && token.Text.Equals(name, StringComparison.OrdinalIgnoreCase));

        Tables = tables.Where(table => IsNamed(table.Table.Name)).ToList();
        foreach (var table in Tables)
        {
            relations[table.Table.Name] = table.Name;
            columns.AddRange(table.Columns);
        }

        foreach (var (name, destination, names) in views)
        {
            relations[name] = destination;
            columns.AddRange(names.columns);
            viewColumns.UnionWith(names.viewColumns);
            viewColumns.UnionWith(names.aliases);
        }

        Schema = schema;
        CollectAliases(tokens);
        CollectQualifiers(tokens);
    }

    public string Schema { get; }

    public IReadOnlyList<DestinationTable> Tables { get; }

    /// <summary>The columns that a name alone stands for without doubt, for whole expressions.</summary>
    public IReadOnlyList<ColumnMapping> PlainColumns => columns
        .GroupBy(column => column.Column.Name, StringComparer.OrdinalIgnoreCase)
        .Where(group => group.Count() == 1 && !aliases.Contains(group.Key))
        .Select(group => group.First())
        .ToList();

    public string Fold(string name) => isLower ? SqliteName.Fold(name) : name;

    /// <summary>These names with the names of the view's own columns.</summary>
    public ViewNames WithOutput(IEnumerable<string> names)
    {
        viewColumns.UnionWith(names.Select(Fold));
        return this;
    }

    public bool IsRelation(string name) => relations.ContainsKey(name);

    public string? RelationOf(string name) => relations.GetValueOrDefault(name);

    public bool IsAlias(string name)
        => aliases.Contains(Fold(name)) || aliases.Any(alias => alias.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The column that a name stands for beyond doubt, where no alias or other view's column might be meant.</summary>
    public ColumnMapping? CertainColumn(string? qualifier, string name)
    {
        if (qualifier is not null && qualifiers.TryGetValue(qualifier, out var table))
        {
            return SqliteName.IsSame(table.Table.Name, qualifier) && IsAlias(qualifier) ? null : table.Find(name);
        }

        if (IsAlias(name) || viewColumns.Any(column => column.Equals(name, StringComparison.OrdinalIgnoreCase))) return null;
        var found = columns.Where(column => column.Column.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).ToList();
        return found.Count > 0 && found.TrueForAll(column => TypedSql.KindOf(column) == TypedSql.KindOf(found[0])
            && TypedSql.MayHoldIntegers(column) == TypedSql.MayHoldIntegers(found[0])) ? found[0] : null;
    }

    /// <summary>The column that a name stands for; null where it is none, or not one alone.</summary>
    public ColumnMapping? ColumnOf(string? qualifier, string name)
    {
        var found = (qualifier is not null && qualifiers.TryGetValue(qualifier, out var table) ? table.Columns : columns)
            .Where(column => column.Column.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            .ToList();
        return found.Count > 0 && found.TrueForAll(column => column.Conversion == found[0].Conversion) ? found[0] : null;
    }

    /// <summary>The name of a column, table or alias in the destination; null where nothing has that name.</summary>
    /// <exception cref="UntranslatableException">Several names differ from it by case only.</exception>
    public string? Find(string? qualifier, string name)
    {
        if (qualifier is not null && qualifiers.TryGetValue(qualifier, out var table)) return table.Find(name)?.Name;
        var named = aliases.Concat(viewColumns)
            .Concat(relations.Where(pair => pair.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(pair => pair.Value));
        var candidates = columns
            .Where(column => column.Column.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            .Select(column => column.Name)
            .Concat(named.Where(candidate => candidate.Equals(name, StringComparison.OrdinalIgnoreCase)))
            .Distinct()
            .ToList();
        if (candidates.Count <= 1) return candidates.FirstOrDefault();
        return aliases.Contains(Fold(name))
            ? Fold(name)
            : throw new UntranslatableException($"the name '{name}' may stand for {string.Join(" or ", candidates)}");
    }

    /// <summary>Names behind AS, before AS (…) in a WITH clause, and names that follow an expression or a table without AS.</summary>
    private void CollectAliases(IReadOnlyList<SqliteToken> tokens)
    {
        for (var index = 0; index + 1 < tokens.Count; index++)
        {
            var (token, next) = (tokens[index], tokens[index + 1]);
            if (token.IsWord("AS") && next.IsName) aliases.Add(Fold(next.Text));
            else if (IsPlainName(token) && next.IsWord("AS") && index + 2 < tokens.Count && tokens[index + 2].IsOperator("("))
            {
                aliases.Add(Fold(token.Text));
            }
            else if (EndsOperand(token) && IsPlainName(next) && !next.IsWord("AS")) aliases.Add(Fold(next.Text));
        }
    }

    /// <summary>The tables' names, and the aliases that follow them: what may stand before a point.</summary>
    private void CollectQualifiers(IReadOnlyList<SqliteToken> tokens)
    {
        foreach (var table in Tables) qualifiers[table.Table.Name] = table;
        for (var index = 0; index + 2 < tokens.Count; index++)
        {
            var table = tokens[index].IsName
                ? Tables.FirstOrDefault(table => table.Table.Name.Equals(tokens[index].Text, StringComparison.OrdinalIgnoreCase))
                : null;
            if (table is null) continue;
            var alias = tokens[index + 1].IsWord("AS") ? tokens[index + 2] : tokens[index + 1];
            if (IsPlainName(alias)) qualifiers[alias.Text] = table;
        }
    }

    private static bool IsPlainName(SqliteToken token) =>
        token.Kind is SqliteTokenKind.DoubleQuoted or SqliteTokenKind.QuotedName
            || (token.Kind == SqliteTokenKind.Word && !ViewWords.IsKeyword(token.Text));

    private static bool EndsOperand(SqliteToken token) =>
        token.IsOperator(")") || token.IsWord("END") || IsPlainName(token)
            || token.Kind is SqliteTokenKind.Integer or SqliteTokenKind.Real or SqliteTokenKind.String;
}

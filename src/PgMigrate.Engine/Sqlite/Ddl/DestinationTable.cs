namespace PgMigrate.Engine.Sqlite;

/// <summary>One SQLite table on its way into the destination.</summary>
internal sealed class DestinationTable
{
    private readonly Dictionary<string, string> generated = [];
    private readonly Dictionary<string, string> ordinary = [];

    public DestinationTable(SqliteTable table, IReadOnlyList<ColumnMapping> mappings, string name, SqliteEntryOptions options)
    {
        Table = table;
        Name = name;
        Options = options;
        Qualified = SqlText.Qualified(options.Schema, name);
        Columns = table.Columns.Select(column =>
            mappings.FirstOrDefault(mapping => mapping.Column.Name == column.Name) is { } mapping
                ? mapping with { Column = column }
                : throw new MigrationException(
                    "ColumnMappingMissing", MigrationErrorCategory.InvalidOperation, $"The column '{column.Name}' has no mapping.")
                {
                    Subject = $"{table.Name}.{column.Name}",
                    Remedy = "Map every column of the table, generated ones too.",
                }).ToList();
        DestinationNames.RequireColumns(table.Name, Columns);
    }

    public SqliteTable Table { get; }

    public string Name { get; }

    public string Qualified { get; }

    public SqliteEntryOptions Options { get; }

    public IReadOnlyList<ColumnMapping> Columns { get; }

    /// <summary>The rowid's column, where PostgreSQL can count it as an identity.</summary>
    public ColumnMapping? Identity => Columns.FirstOrDefault(column =>
        column.Column.Name == Table.RowidAlias && TypedSql.KindOf(column) == SqlKind.Integer);

    /// <summary>The columns whose values are copied.</summary>
    public IReadOnlyList<ColumnMapping> Copied => Columns.Where(column => !generated.ContainsKey(column.Column.Name)).ToList();

    public TranslatedExpression Translate(string expression, ExpressionPurpose purpose, ColumnMapping? target = null) =>
        Translate(expression, purpose, target, purpose == ExpressionPurpose.Default ? [] : Columns);

    private TranslatedExpression Translate(
        string expression, ExpressionPurpose purpose, ColumnMapping? target, IReadOnlyList<ColumnMapping> columns) =>
        SqliteExpression.Translate(expression, new ExpressionContext
        {
            Purpose = purpose,
            Columns = columns,
            Table = Table.Name,
            RowidAlias = Table.RowidAlias,
            Target = target,
            ServerVersion = Options.ServerVersion,
        });

    /// <summary>
    /// Decides which generated columns PostgreSQL can compute. The others become ordinary ones, on which further generated columns may
    /// stand: so first those whose own expression has no translation, then those for which no expression can stand in another's place.
    /// </summary>
    public void DecideGeneration()
    {
        var candidates = Columns.Where(column => column.Column.GenerationExpression is not null).ToList();
        var plain = Columns.Select(WithoutGeneration).ToList();
        foreach (var column in candidates)
        {
            if (Translate(column.Column.GenerationExpression!, ExpressionPurpose.Generated, column, plain).Reason is { } reason)
            {
                ordinary[column.Column.Name] = reason;
            }
        }

        for (var isSettled = false; !isSettled;)
        {
            isSettled = true;
            generated.Clear();
            var columns = Columns.Select(column => ordinary.ContainsKey(column.Column.Name) ? WithoutGeneration(column) : column).ToList();
            foreach (var column in candidates.Where(column => !ordinary.ContainsKey(column.Column.Name)))
            {
                var translated = Translate(column.Column.GenerationExpression!, ExpressionPurpose.Generated, column, columns);
                if (translated.Sql is { } sql)
                {
                    generated[column.Column.Name] = sql;
                    continue;
                }

                ordinary[column.Column.Name] = translated.Reason!;
                isSettled = false;
                break;
            }
        }
    }

    /// <summary>What PostgreSQL computes for the column; null where it computes nothing.</summary>
    public string? GenerationOf(ColumnMapping column) => generated.GetValueOrDefault(column.Column.Name);

    /// <summary>Why PostgreSQL cannot compute a generated column; null for all else.</summary>
    public string? ReasonOf(ColumnMapping column) => ordinary.GetValueOrDefault(column.Column.Name);

    public ColumnMapping? Find(string column) =>
        Columns.FirstOrDefault(mapping => mapping.Column.Name.Equals(column, StringComparison.OrdinalIgnoreCase));

    /// <summary>The columns' names in the destination.</summary>
    public IReadOnlyList<string> NamesOf(IEnumerable<string> columns) => columns.Select(column => Find(column)?.Name ?? column).ToList();

    private static ColumnMapping WithoutGeneration(ColumnMapping mapping) =>
        mapping with { Column = mapping.Column with { GenerationExpression = null } };
}

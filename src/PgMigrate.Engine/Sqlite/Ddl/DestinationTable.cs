namespace PgMigrate.Engine.Sqlite;

/// <summary>One SQLite table on its way into the destination.</summary>
internal sealed class DestinationTable
{
    private readonly Dictionary<string, string> generated = [];

    public DestinationTable(SqliteTable table, IReadOnlyList<ColumnMapping> mappings, string name, SqliteEntryOptions options)
    {
        Table = table;
        Name = name;
        Options = options;
        Qualified = SqlText.Qualified(options.Schema, name);
        Columns = table.Columns.Select(column =>
            mappings.FirstOrDefault(mapping => mapping.Column.Name == column.Name) is { } mapping
                ? mapping with { Column = column }
                : throw new MigrationException("ColumnMappingMissing", MigrationErrorCategory.InvalidOperation, $"The column '{column.Name}' has no mapping.")
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
        SqliteExpression.Translate(expression, new ExpressionContext
        {
            Purpose = purpose,
            Columns = purpose == ExpressionPurpose.Default ? [] : Columns,
            Table = Table.Name,
            RowidAlias = Table.RowidAlias,
            Target = target,
            ServerVersion = Options.ServerVersion,
        });

    public void Generate(ColumnMapping column, string sql) => generated[column.Column.Name] = sql;

    public string? GenerationOf(ColumnMapping column) => generated.GetValueOrDefault(column.Column.Name);

    public ColumnMapping? Find(string column) =>
        Columns.FirstOrDefault(mapping => mapping.Column.Name.Equals(column, StringComparison.OrdinalIgnoreCase));

    /// <summary>The columns' names in the destination.</summary>
    public IReadOnlyList<string> NamesOf(IEnumerable<string> columns) => columns.Select(column => Find(column)?.Name ?? column).ToList();
}

namespace PgMigrate.Engine.Sqlite;

/// <summary>Writes a SQLite index as CREATE INDEX, or says why it cannot.</summary>
internal sealed class IndexDefinition(DestinationTable table)
{
    /// <summary>The statement for an index of that name.</summary>
    /// <exception cref="UntranslatableException">A key or the predicate has no translation.</exception>
    public string Write(SqliteIndex index, string name)
    {
        var keys = string.Join(", ", index.Columns.Select(Key));
        var unique = index.IsUnique ? "UNIQUE " : "";
        return $"CREATE {unique}INDEX {SqlText.Identifier(name)} ON {table.Qualified} USING btree ({keys}){Predicate(index)};\n";
    }

    /// <summary>Whether the index is a plain key: columns alone, each compared as PostgreSQL compares it.</summary>
    public bool IsPlain(SqliteIndex index) => index.Predicate is null && index.Columns.All(column =>
        column.Name is not null && table.Find(column.Name) is { } mapping && !KeyCollation.Matters(mapping, column.Collation));

    private string Key(SqliteIndexColumn column)
        => (column.Name is not null ? ColumnKey(column) : ExpressionKey(column)) + (column.IsDescending ? " DESC" : "");

    private string ColumnKey(SqliteIndexColumn column)
    {
        var mapping = table.Find(column.Name!) ?? throw new UntranslatableException($"its column '{column.Name}' is not there");
        if (mapping.Type == "json")
        {
            throw new UntranslatableException($"PostgreSQL does not compare values of the type json of '{column.Name}'");
        }

        var name = SqlText.Identifier(mapping.Name);
        return KeyCollation.Matters(mapping, column.Collation) ? WithCollation(name, column) : name;
    }

    private string ExpressionKey(SqliteIndexColumn column)
    {
        var translated = table.Translate(column.Expression!, ExpressionPurpose.Index);
        if (translated.Sql is null) throw new UntranslatableException($"({column.Expression}) has no translation: {translated.Reason}");
        var binary = column.Collation.Equals("BINARY", StringComparison.OrdinalIgnoreCase);
        return binary ? $"({translated.Sql})" : WithCollation(translated.Sql, column);
    }

    private static string WithCollation(string sql, SqliteIndexColumn column) =>
        KeyCollation.Apply(sql, column.Collation)
            ?? throw new UntranslatableException($"its collating sequence {column.Collation} is the application's own");

    private string Predicate(SqliteIndex index)
    {
        if (index.Predicate is null) return "";
        var translated = table.Translate(index.Predicate, ExpressionPurpose.Predicate);
        return translated.Sql is { } sql
            ? $" WHERE ({sql})"
            : throw new UntranslatableException($"WHERE {index.Predicate} has no translation: {translated.Reason}");
    }
}

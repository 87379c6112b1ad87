using Microsoft.Data.Sqlite;

namespace PgMigrate.Engine.Sqlite;

/// <summary>Reads one table: PRAGMA table_xinfo and its CREATE statement, with its indexes and foreign keys.</summary>
internal static class SqliteTableReader
{
    public static SqliteTable Read(
        SqliteConnection connection, SchemaRow row, IReadOnlyList<SchemaRow> rows, TableListRow? listed, Dictionary<string, long> sequences)
    {
        var text = Parse(row);
        var described = ReadColumns(connection, row.Name);
        var indexes = SqliteIndexReader.Read(connection, row.Name, rows, text);
        var primaryKey = described.Where(column => column.KeyPosition > 0).OrderBy(column => column.KeyPosition).ToList();
        var isWithoutRowid = listed?.IsWithoutRowid ?? text.IsWithoutRowid;
        return new SqliteTable
        {
            Name = row.Name,
            Sql = row.Sql,
            Columns = described.Select((column, position) => Complete(column.Column, position, text)).ToList(),
            PrimaryKey = primaryKey.Select(column => column.Column.Name).ToList(),
            PrimaryKeyName = text.PrimaryKey?.Name,
            RowidAlias = isWithoutRowid ? null : RowidAliasOf(primaryKey, indexes),
            IsStrict = listed?.IsStrict ?? text.IsStrict,
            IsWithoutRowid = isWithoutRowid,
            IsAutoIncrement = text.IsAutoIncrement,
            AutoIncrementValue = sequences.TryGetValue(row.Name, out var highest) ? highest : null,
            Indexes = indexes,
            ForeignKeys = SqliteForeignKeyReader.Read(connection, row.Name, text),
            Checks = text.Checks,
            ConflictClauses = text.ConflictClauses,
        };
    }

    private static CreateTableText Parse(SchemaRow row)
    {
        try
        {
            return CreateTableParser.Parse(row.Sql);
        }
        catch (SqliteSyntaxException exception)
        {
            throw new MigrationException(
                "SqliteSchemaUnreadable",
                MigrationErrorCategory.InvalidData,
                $"The CREATE statement of the table '{row.Name}' is not understood: {exception.Message}.",
                exception)
            {
                Subject = row.Name,
                Statement = row.Sql,
                Remedy = "Recreate the table in the source with a plain CREATE TABLE statement, or leave it out.",
            };
        }
    }

    private static List<(SqliteColumn Column, int KeyPosition)> ReadColumns(SqliteConnection connection, string table) => SqliteQuery.Rows(
        connection,
        "SELECT name, type, \"notnull\", dflt_value, pk, hidden FROM pragma_table_xinfo($name, 'main') WHERE hidden <> 1 ORDER BY cid",
        table,
        reader => (new SqliteColumn
        {
            Name = reader.GetString(0),
            DeclaredType = WithoutGeneration(SqliteQuery.TextOrNull(reader, 1) ?? ""),
            IsNotNull = reader.GetBoolean(2),
            Default = SqliteQuery.TextOrNull(reader, 3),
            Generated = reader.GetInt32(5) switch
            {
                2 => SqliteGeneration.Virtual,
                3 => SqliteGeneration.Stored,
                _ => SqliteGeneration.None,
            },
        }, reader.GetInt32(4)));

    /// <summary>SQLite before 3.37 leaves GENERATED ALWAYS at the end of a generated column's type.</summary>
    private static string WithoutGeneration(string type) =>
        type.EndsWith("GENERATED ALWAYS", StringComparison.OrdinalIgnoreCase) ? type[..^"GENERATED ALWAYS".Length].TrimEnd() : type;

    private static SqliteColumn Complete(SqliteColumn column, int position, CreateTableText text)
    {
        var written = position < text.Columns.Count ? text.Columns[position] : null;
        return column with { Collation = written?.Collation, GenerationExpression = written?.GenerationExpression };
    }

    /// <summary>
    /// A primary key without an index of its own is the rowid: INTEGER, one column, and not the DESC that SQLite excepts.
    /// </summary>
    private static string? RowidAliasOf(List<(SqliteColumn Column, int KeyPosition)> primaryKey, List<SqliteIndex> indexes) =>
        primaryKey.Count == 1 && indexes.TrueForAll(index => index.Origin != SqliteIndexOrigin.PrimaryKey)
            ? primaryKey[0].Column.Name
            : null;
}

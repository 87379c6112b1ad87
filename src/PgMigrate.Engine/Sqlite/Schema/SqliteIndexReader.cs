using Microsoft.Data.Sqlite;

namespace PgMigrate.Engine.Sqlite;

/// <summary>
/// Reads a table's indexes: PRAGMA index_list and index_xinfo, and the CREATE INDEX statement for expressions and predicates.
/// </summary>
internal static class SqliteIndexReader
{
    /// <summary>The indexes in the order in which they were made.</summary>
    public static List<SqliteIndex> Read(SqliteConnection connection, string table, IReadOnlyList<SchemaRow> rows, CreateTableText text)
    {
        var keys = text.UniqueKeys.ToList();
        return SqliteQuery.Rows(
                connection,
                "SELECT name, \"unique\", origin FROM pragma_index_list($name, 'main') ORDER BY seq DESC",
                table,
                reader => (Name: reader.GetString(0), IsUnique: reader.GetBoolean(1), Origin: OriginOf(reader.GetString(2))))
            .Select(found => ReadIndex(connection, found.Name, found.IsUnique, found.Origin, rows, text, keys))
            .ToList();
    }

    private static SqliteIndexOrigin OriginOf(string origin) => origin switch
    {
        "pk" => SqliteIndexOrigin.PrimaryKey,
        "u" => SqliteIndexOrigin.Unique,
        _ => SqliteIndexOrigin.CreateIndex,
    };

    private static SqliteIndex ReadIndex(
        SqliteConnection connection,
        string name,
        bool isUnique,
        SqliteIndexOrigin origin,
        IReadOnlyList<SchemaRow> rows,
        CreateTableText text,
        List<KeyText> keys)
    {
        var statement = ParseStatement(name, rows);
        var columns = SqliteQuery.Rows(
            connection,
            "SELECT seqno, name, \"desc\", coll FROM pragma_index_xinfo($name, 'main') WHERE key = 1 ORDER BY seqno",
            name,
            reader =>
            {
                var column = SqliteQuery.TextOrNull(reader, 1);
                var expression = column is null ? statement?.Terms[reader.GetInt32(0)] : null;
                return new SqliteIndexColumn(column, expression, reader.GetBoolean(2), SqliteQuery.TextOrNull(reader, 3) ?? "BINARY");
            });
        return new SqliteIndex
        {
            Name = name,
            IsUnique = isUnique,
            Origin = origin,
            ConstraintName = origin switch
            {
                SqliteIndexOrigin.PrimaryKey => text.PrimaryKey?.Name,
                SqliteIndexOrigin.Unique => TakeName(keys, columns),
                _ => null,
            },
            // SQLite takes UNIQUE (a, a); PostgreSQL's constraints name a column once.
            Columns = origin == SqliteIndexOrigin.CreateIndex ? columns : [.. columns.Distinct()],
            Predicate = statement?.Predicate,
        };
    }

    private static CreateIndexText? ParseStatement(string name, IReadOnlyList<SchemaRow> rows)
    {
        var sql = rows.FirstOrDefault(row => row.Type == "index" && row.Name == name)?.Sql;
        if (string.IsNullOrEmpty(sql)) return null;
        try
        {
            return CreateIndexText.Parse(sql);
        }
        catch (SqliteSyntaxException exception)
        {
            throw new MigrationException(
                "SqliteSchemaUnreadable",
                MigrationErrorCategory.InvalidData,
                $"The CREATE statement of the index '{name}' is not understood: {exception.Message}.",
                exception)
            {
                Subject = name,
                Statement = sql,
                Remedy = "Drop the index in the source, or recreate it with a plain CREATE INDEX statement.",
            };
        }
    }

    private static string? TakeName(List<KeyText> keys, List<SqliteIndexColumn> columns)
    {
        var found = keys.Find(
            key => key.Columns.SequenceEqual(columns.Select(column => column.Name ?? ""), StringComparer.OrdinalIgnoreCase));
        if (found is null) return null;
        keys.Remove(found);
        return found.Name;
    }
}

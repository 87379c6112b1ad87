using Microsoft.Data.Sqlite;

namespace PgMigrate.Engine.Sqlite;

/// <summary>
/// Reads a table's foreign keys: PRAGMA foreign_key_list, whose rows of one id are one key, and their names from the CREATE statement.
/// </summary>
internal static class SqliteForeignKeyReader
{
    /// <summary>The foreign keys in the order written; parent columns that the file leaves out are still absent.</summary>
    public static List<SqliteForeignKey> Read(SqliteConnection connection, string table, CreateTableText text)
    {
        var rows = SqliteQuery.Rows(
            connection,
            """SELECT id, "table", "from", "to", on_update, on_delete FROM pragma_foreign_key_list($name, 'main') ORDER BY id DESC, seq""",
            table,
            reader => (
                Id: reader.GetInt32(0),
                Parent: reader.GetString(1),
                From: reader.GetString(2),
                To: SqliteQuery.TextOrNull(reader, 3),
                OnUpdate: reader.GetString(4),
                OnDelete: reader.GetString(5)));
        return rows.GroupBy(row => row.Id).Select((key, position) =>
        {
            var first = key.First();
            var written = position < text.ForeignKeys.Count ? text.ForeignKeys[position] : null;
            return new SqliteForeignKey
            {
                Name = written?.Name,
                Columns = key.Select(row => row.From).ToList(),
                ParentTable = first.Parent,
                ParentColumns = key.Where(row => row.To is not null).Select(row => row.To!).ToList(),
                OnUpdate = first.OnUpdate,
                OnDelete = first.OnDelete,
                IsDeferred = written?.IsDeferred ?? false,
            };
        }).ToList();
    }
}

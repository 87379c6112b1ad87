using Microsoft.Data.Sqlite;

namespace PgMigrate.Engine.Sqlite;

/// <summary>Reads what a SQLite file defines: from the pragmas, and from the CREATE statements what the pragmas do not tell.</summary>
internal static class SqliteSchemaReader
{
    /// <exception cref="MigrationException"><c>SqliteSchemaUnreadable</c>: a CREATE statement is not understood.</exception>
    public static SqliteSchema Read(SqliteConnection connection)
    {
        var rows = ReadRows(connection);
        var virtualTables = rows.Where(IsVirtual).Select(row => new SqliteVirtualTable(row.Name, ModuleOf(row.Sql))).ToList();
        var listed = ReadTableList(connection, rows);
        var sequences = ReadSequences(connection);
        var tables = rows
            .Where(row => row.Type == "table" && !IsVirtual(row) && !IsInternal(row.Name) && !IsShadow(row.Name, listed, virtualTables))
            .Select(row => SqliteTableReader.Read(connection, row, rows, listed.GetValueOrDefault(row.Name), sequences))
            .ToList();

        return new SqliteSchema
        {
            Tables = tables.Select(table => ForeignKeyResolution.Resolve(table, tables)).ToList(),
            Views = rows.Where(row => row.Type == "view").Select(row => new SqliteView(row.Name, row.Sql)).ToList(),
            Triggers = rows.Where(row => row.Type == "trigger").Select(row => new SqliteTrigger(row.Name, row.Table, row.Sql)).ToList(),
            VirtualTables = virtualTables,
        };
    }

    private static List<SchemaRow> ReadRows(SqliteConnection connection) => SqliteQuery.Rows(
        connection,
        "SELECT type, name, tbl_name, sql FROM main.sqlite_master ORDER BY rowid",
        null,
        reader => new SchemaRow(reader.GetString(0), reader.GetString(1), reader.GetString(2), SqliteQuery.TextOrNull(reader, 3) ?? ""));

    private static bool IsVirtual(SchemaRow row)
    {
        if (row.Type != "table") return false;
        var tokens = SqliteTokenizer.Tokenize(row.Sql);
        return tokens.Count > 1 && tokens[1].IsWord("VIRTUAL");
    }

    private static string ModuleOf(string sql)
    {
        var tokens = SqliteTokenizer.Tokenize(sql);
        var position = tokens.TakeWhile(token => !token.IsWord("USING")).Count() + 1;
        return position < tokens.Count ? tokens[position].Text : "";
    }

    private static bool IsInternal(string name) => name.StartsWith("sqlite_", StringComparison.OrdinalIgnoreCase);

    /// <summary>Empty where the library has no PRAGMA table_list: the CREATE statement tells the same.</summary>
    private static Dictionary<string, TableListRow> ReadTableList(SqliteConnection connection, List<SchemaRow> rows)
    {
        var listed = new Dictionary<string, TableListRow>(StringComparer.OrdinalIgnoreCase);
        if (SQLitePCL.raw.sqlite3_libversion_number() < 3_037_000) return listed;
        foreach (var row in rows.Where(row => row.Type == "table" && !IsVirtual(row)))
        {
            foreach (var found in SqliteQuery.Rows(
                connection,
                "SELECT type, wr, strict FROM pragma_table_list($name) WHERE schema = 'main'",
                row.Name,
                reader => new TableListRow(reader.GetString(0), reader.GetBoolean(1), reader.GetBoolean(2))))
            {
                listed[row.Name] = found;
            }
        }

        return listed;
    }

    private static bool IsShadow(string name, Dictionary<string, TableListRow> listed, List<SqliteVirtualTable> virtualTables) =>
        (listed.TryGetValue(name, out var row) && row.Type == "shadow") || ShadowTables.Contains(name, virtualTables);

    private static Dictionary<string, long> ReadSequences(SqliteConnection connection)
    {
        var sequences = new Dictionary<string, long>(StringComparer.OrdinalIgnoreCase);
        const string Sql = "SELECT 1 FROM main.sqlite_master WHERE name = 'sqlite_sequence'";
        var exists = SqliteQuery.Rows(connection, Sql, null, _ => true).Count > 0;
        if (!exists) return sequences;
        foreach (var (name, value) in SqliteQuery.Rows(
            connection,
            "SELECT name, max(seq) FROM main.sqlite_sequence WHERE typeof(seq) = 'integer' GROUP BY name",
            null,
            reader => (reader.GetString(0), reader.GetInt64(1))))
        {
            sequences[name] = value;
        }

        return sequences;
    }
}

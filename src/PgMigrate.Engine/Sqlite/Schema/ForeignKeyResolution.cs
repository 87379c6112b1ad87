namespace PgMigrate.Engine.Sqlite;

/// <summary>
/// Gives foreign keys the names of their parents as the parents have them, and the primary key where no target is written.
/// </summary>
internal static class ForeignKeyResolution
{
    public static SqliteTable Resolve(SqliteTable table, IReadOnlyList<SqliteTable> tables) =>
        table with { ForeignKeys = table.ForeignKeys.Select(key => Resolve(key, tables)).ToList() };

    private static SqliteForeignKey Resolve(SqliteForeignKey key, IReadOnlyList<SqliteTable> tables)
    {
        var parent = tables.FirstOrDefault(table => table.Name.Equals(key.ParentTable, StringComparison.OrdinalIgnoreCase));
        if (parent is null) return key;
        return key with
        {
            ParentTable = parent.Name,
            ParentColumns = key.ParentColumns.Count == 0
                ? parent.PrimaryKey
                : key.ParentColumns.Select(name => NameIn(parent, name)).ToList(),
        };
    }

    private static string NameIn(SqliteTable parent, string name) =>
        parent.Columns.FirstOrDefault(column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Name ?? name;
}

namespace PgMigrate.Engine.Sqlite;

/// <summary>Writes names into statements for SQLite.</summary>
internal static class SqliteName
{
    /// <summary>The name in double quotes.</summary>
    public static string Quote(string name) => "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    /// <summary>A column of the table that a query calls t. Without the qualifier SQLite would take an unknown name for a string.</summary>
    public static string Column(string name) => "t." + Quote(name);

    /// <summary>The FROM clause that walks the table itself, in rowid or key order, whatever indexes there are.</summary>
    public static string From(SqliteTable table) => $"FROM main.{Quote(table.Name)} AS t NOT INDEXED";

    /// <summary>An expression for the rowid; null for WITHOUT ROWID, and where columns hide all of its names.</summary>
    public static string? Rowid(SqliteTable table)
    {
        if (table.IsWithoutRowid) return null;
        if (table.RowidAlias is not null) return Column(table.RowidAlias);
        var free = Array.Find(["rowid", "_rowid_", "oid"], name => !table.Columns.Any(column => IsSame(column.Name, name)));
        return free is null ? null : "t." + free;
    }

    /// <summary>Whether two names are the same to SQLite.</summary>
    public static bool IsSame(string left, string right) => string.Equals(Fold(left), Fold(right), StringComparison.Ordinal);

    /// <summary>The name in lower case, as SQLite and PostgreSQL fold it: the letters A to Z only.</summary>
    public static string Fold(string name) => string.Create(name.Length, name, (folded, from) =>
    {
        for (var i = 0; i < from.Length; i++) folded[i] = char.IsAsciiLetterUpper(from[i]) ? (char)(from[i] | 0x20) : from[i];
    });
}

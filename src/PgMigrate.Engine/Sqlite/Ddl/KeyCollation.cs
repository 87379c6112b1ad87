namespace PgMigrate.Engine.Sqlite;

/// <summary>What SQLite's collating sequences mean for a key in PostgreSQL.</summary>
internal static class KeyCollation
{
    /// <summary>Whether the column's own collating sequence compares its text in another way than PostgreSQL does.</summary>
    public static bool Matters(ColumnMapping column) => Matters(column, column.Column.Collation);

    /// <summary>Whether this collating sequence compares the column's text in another way than PostgreSQL does.</summary>
    public static bool Matters(ColumnMapping column, string? collation) =>
        collation is not null && !collation.Equals("BINARY", StringComparison.OrdinalIgnoreCase)
        && TypedSql.KindOf(column) is SqlKind.Text && column.Type != "citext";

    /// <summary>An expression whose equality is the collating sequence's; null where the sequence is the application's own.</summary>
    public static string? Apply(string sql, string collation) => collation.ToUpperInvariant() switch
    {
        "BINARY" => sql,
        "NOCASE" => $"lower({sql})",
        "RTRIM" => $"rtrim({sql})",
        _ => null,
    };
}

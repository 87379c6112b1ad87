namespace PgMigrate.Engine.Sqlite;

/// <summary>The words of a query that mean the same in SQLite and PostgreSQL.</summary>
internal static class ViewWords
{
    private static readonly HashSet<string> Keywords = new(StringComparer.OrdinalIgnoreCase)
    {
        "SELECT", "DISTINCT", "ALL", "FROM", "WHERE", "GROUP", "BY", "HAVING", "ORDER", "LIMIT", "OFFSET", "ASC", "DESC", "NULLS", "FIRST",
        "LAST",
        "JOIN", "LEFT", "RIGHT", "FULL", "OUTER", "INNER", "CROSS", "NATURAL", "ON", "USING", "AS", "UNION", "EXCEPT", "INTERSECT",
        "VALUES",
        "WITH", "RECURSIVE", "AND", "OR", "NOT", "IN", "IS", "NULL", "ISNULL", "NOTNULL", "BETWEEN", "LIKE", "ESCAPE", "EXISTS",
        "CASE", "WHEN", "THEN", "ELSE", "END", "CAST", "TRUE", "FALSE", "OVER", "PARTITION", "ROWS", "RANGE", "UNBOUNDED", "PRECEDING",
        "FOLLOWING",
        "CURRENT", "ROW", "FILTER", "WINDOW",
        "GLOB", "REGEXP", "MATCH", "COLLATE", "INDEXED", "CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_TIME",
    };

    private static readonly HashSet<string> Untranslatable = new(StringComparer.OrdinalIgnoreCase)
    {
        "GLOB", "REGEXP", "MATCH", "COLLATE", "INDEXED", "CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_TIME",
    };

    /// <summary>Functions that mean the same under the same name, or under the one given.</summary>
    private static readonly Dictionary<string, string> Functions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["count"] = "count",
        ["sum"] = "sum",
        ["avg"] = "avg",
        ["coalesce"] = "coalesce",
        ["ifnull"] = "coalesce",
        ["nullif"] = "nullif",
        ["abs"] = "abs",
        ["lower"] = "lower",
        ["upper"] = "upper",
        ["length"] = "length",
        ["replace"] = "replace",
        ["trim"] = "btrim",
        ["ltrim"] = "ltrim",
        ["rtrim"] = "rtrim",
        ["instr"] = "strpos",
        ["row_number"] = "row_number",
        ["rank"] = "rank",
        ["dense_rank"] = "dense_rank",
        ["percent_rank"] = "percent_rank",
        ["cume_dist"] = "cume_dist",
        ["ntile"] = "ntile",
        ["lag"] = "lag",
        ["lead"] = "lead",
        ["first_value"] = "first_value",
        ["last_value"] = "last_value",
        ["nth_value"] = "nth_value",
    };

    public static bool IsKeyword(string word) => Keywords.Contains(word);

    public static bool IsUntranslatable(string word) => Untranslatable.Contains(word);

    public static string? FunctionOf(string name) => Functions.GetValueOrDefault(name);

    /// <summary>What CAST names in PostgreSQL; null where the two casts may differ.</summary>
    public static string? CastTypeOf(string type) => DeclaredType.AffinityOf(type) switch
    {
        SqliteAffinity.Text => "text",
        SqliteAffinity.Real => "double precision",
        SqliteAffinity.Integer => "bigint",
        _ => null,
    };
}

using System.Globalization;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Archives;

/// <summary>Names statements that have no comment of pg_dump's: by their kind, what they are about, and their line. Pure.</summary>
internal static class LooseStatement
{
    /// <summary>What rows and statements instead of rows are called.</summary>
    public const string Rows = "ROWS";

    private const string NoName = "statement";

    /// <summary>Words that say of what kind a statement is.</summary>
    private static readonly HashSet<string> Kinds =
    [
        "CREATE", "ALTER", "DROP", "COMMENT", "GRANT", "REVOKE", "TABLE", "VIEW", "MATERIALIZED", "FOREIGN", "INDEX", "SEQUENCE", "FUNCTION", "PROCEDURE", "ROUTINE",
        "AGGREGATE", "TRIGGER", "EVENT", "RULE", "POLICY", "TYPE", "DOMAIN", "SCHEMA", "EXTENSION", "ROLE", "USER", "GROUP", "DATABASE", "TABLESPACE", "PUBLICATION",
        "SUBSCRIPTION", "SERVER", "MAPPING", "DATA", "WRAPPER", "LANGUAGE", "CAST", "COLLATION", "CONVERSION", "OPERATOR", "CLASS", "FAMILY", "STATISTICS", "TRANSFORM",
        "ACCESS", "METHOD", "TEXT", "SEARCH", "CONFIGURATION", "DICTIONARY", "PARSER", "TEMPLATE", "REFRESH", "TRUNCATE", "UPDATE", "DELETE", "INSERT", "COPY", "DO",
        "SELECT", "WITH", "CALL", "ANALYZE", "LOCK", "CLUSTER", "REINDEX", "DEFAULT", "PRIVILEGES", "COLUMN", "LARGE", "OBJECT", "SECURITY", "LABEL", "MERGE",
    ];

    /// <summary>Words between the kind and the name that belong to neither.</summary>
    private static readonly HashSet<string> Noise =
    [
        "OR", "REPLACE", "TEMP", "TEMPORARY", "UNIQUE", "UNLOGGED", "GLOBAL", "LOCAL", "RECURSIVE", "CONSTRAINT", "IF", "NOT", "EXISTS", "ONLY", "CONCURRENTLY", "ON",
        "INTO", "FROM", "TRUSTED", "PROCEDURAL",
    ];

    private static readonly HashSet<string> Nameless = ["DO", "SELECT", "WITH", "GRANT", "REVOKE", "CALL"];

    /// <summary>A header for the statement.</summary>
    public static ScriptHeader Describe(StatementTokens statement, long line)
    {
        var (kinds, place) = (new List<string>(), 0);
        for (; statement.KindOf(place) == SqlTokenKind.Word; place++)
        {
            var word = statement[place].ToString().ToUpperInvariant();
            if (Kinds.Contains(word) && kinds.Count < 4) kinds.Add(word);
            else if (!Noise.Contains(word) || kinds.Count == 0) break;
            if (Nameless.Contains(word)) break;
        }

        var name = kinds is [var first, ..] && Nameless.Contains(first) ? null : statement.QualifiedNameAt(place);
        var desc = kinds.Count > 0 ? string.Join(' ', kinds) : statement.NameAt(0)?.ToUpperInvariant() ?? NoName.ToUpperInvariant();
        var isDatabase = kinds is ["CREATE" or "ALTER", "DATABASE"];
        return new()
        {
            Desc = isDatabase ? kinds[0] == "CREATE" ? TocDesc.Database : TocDesc.DatabaseProperties : kinds is ["INSERT"] or ["COPY"] ? Rows : desc,
            Tag = isDatabase && name is { } database ? database.Name : Distinct(name?.Name ?? NoName, line),
            Namespace = name?.Schema,
            Line = line,
        };
    }

    /// <summary>A name with its line.</summary>
    public static string Distinct(string name, long line) => string.Create(CultureInfo.InvariantCulture, $"{name} (line {line})");
}

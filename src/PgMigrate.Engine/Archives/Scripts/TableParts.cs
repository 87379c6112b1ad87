using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Archives;

/// <summary>What a table's statements say beside its columns. Pure.</summary>
internal static class TableParts
{
    private static readonly string[] Stored = [TocDesc.Table, TocDesc.MaterializedView, TocDesc.Index, TocDesc.Constraint];

    /// <summary>Whether a tablespace holds the object, or its parts to come.</summary>
    public static bool HasStorage(TocEntry entry) => Stored.Contains(entry.Desc);

    /// <summary>Whether default_table_access_method concerns the object.</summary>
    public static bool HasMethod(TocEntry entry) => entry.Desc is TocDesc.Table or TocDesc.MaterializedView;

    /// <summary>Whether CREATE TABLE says PARTITION BY behind its columns.</summary>
    public static bool IsPartitioned(string statement)
    {
        var tokens = new StatementTokens(statement);
        for (var index = 0; index < tokens.Count; index++)
        {
            if (tokens.KindOf(index) == SqlTokenKind.OpenParenthesis) index = tokens.BehindParentheses(index) - 1;
            else if (tokens.Are(index, "PARTITION", "BY")) return true;
        }

        return false;
    }

    /// <summary>The method of ALTER TABLE … SET ACCESS METHOD, which partitions to come take over (PostgreSQL 17); null for another statement.</summary>
    public static string? AccessMethodOf(string statement)
    {
        var tokens = new StatementTokens(statement);
        return tokens.Is(0, "ALTER") && tokens.Are(tokens.Count - 4, "SET", "ACCESS", "METHOD") ? tokens.NameAt(tokens.Count - 1) : null;
    }
}

using PgMigrate.Engine.Archives;

namespace PgMigrate.Engine.Supabase;

/// <summary>The statements that refuse to run in a transaction (PostgreSQL 18, PreventInTransactionBlock and its callers).</summary>
internal static class LoneStatements
{
    private static readonly HashSet<string> Reindexed = ["DATABASE", "SYSTEM", "SCHEMA"];

    /// <summary>The statement in few words; null for one that may run in a transaction.</summary>
    public static string? Name(StatementTokens statement) => statement switch
    {
        _ when statement.Is(0, "VACUUM") => "VACUUM",
        _ when statement.Are(0, "ALTER", "SYSTEM") => "ALTER SYSTEM",
        _ when statement.Are(0, "DISCARD", "ALL") => "DISCARD ALL",
        _ when statement.Is(0, "CLUSTER") => OfCluster(statement),
        _ when statement.Is(0, "REINDEX") => OfReindex(statement),
        _ when statement.Are(0, "DROP", "INDEX", "CONCURRENTLY") => "DROP INDEX CONCURRENTLY",
        _ when statement.Are(0, "CREATE", "INDEX", "CONCURRENTLY") || statement.Are(0, "CREATE", "UNIQUE", "INDEX", "CONCURRENTLY") => "CREATE INDEX CONCURRENTLY",
        _ when statement.Is(0, "CREATE") || statement.Is(0, "DROP") => OfWhole(statement),
        _ when statement.Is(0, "ALTER") => OfAlter(statement),
        _ => null,
    };

    private static string? OfWhole(StatementTokens statement)
        => statement.Is(1, "DATABASE") || statement.Is(1, "TABLESPACE") || statement.Is(1, "SUBSCRIPTION") ? Words(statement, 2) : null;

    /// <summary>Without a table it is all tables'.</summary>
    private static string? OfCluster(StatementTokens statement)
    {
        var place = statement.KindOf(1) == SqlTokenKind.OpenParenthesis ? statement.BehindParentheses(1) : statement.Is(1, "VERBOSE") ? 2 : 1;
        return statement.Count == place ? "CLUSTER" : null;
    }

    private static string? OfReindex(StatementTokens statement)
    {
        var place = statement.KindOf(1) == SqlTokenKind.OpenParenthesis ? statement.BehindParentheses(1) : 1;
        for (var option = 1; option < place; option++)
        {
            if (statement.Is(option, "CONCURRENTLY") && !IsOff(statement, option + 1)) return "REINDEX CONCURRENTLY";
        }

        if (statement.Is(place + 1, "CONCURRENTLY")) return "REINDEX CONCURRENTLY";
        return Reindexed.Contains(statement[place].ToString().ToUpperInvariant()) ? $"REINDEX {statement[place]}".ToUpperInvariant() : null;
    }

    private static bool IsOff(StatementTokens statement, int place) => statement[place].ToString().Trim('\'').ToUpperInvariant() is "FALSE" or "OFF" or "0";

    private static string? OfAlter(StatementTokens statement)
    {
        if (statement.Is(1, "SUBSCRIPTION") && (statement.Find("REFRESH", 3) > 0 || statement.Find("PUBLICATION", 3) > 0)) return "ALTER SUBSCRIPTION";
        if (statement.Is(1, "DATABASE") && statement.Find("TABLESPACE", 3) is > 0 and var place && statement.Is(place - 1, "SET")) return "ALTER DATABASE SET TABLESPACE";
        if (!statement.Is(1, "TABLE") || statement.Find("DETACH", 3) is not (> 0 and var detach) || !statement.Is(detach + 1, "PARTITION")) return null;
        return statement.Is(statement.Count - 1, "CONCURRENTLY") ? "ALTER TABLE DETACH PARTITION CONCURRENTLY" : null;
    }

    private static string Words(StatementTokens statement, int count)
        => string.Join(' ', Enumerable.Range(0, count).Select(place => statement[place].ToString())).ToUpperInvariant();
}

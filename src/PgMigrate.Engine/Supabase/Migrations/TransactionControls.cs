using PgMigrate.Engine.Archives;

namespace PgMigrate.Engine.Supabase;

/// <summary>Tells which statements begin and end transactions (PostgreSQL documentation, SQL Commands). Savepoints do neither.</summary>
internal static class TransactionControls
{
    public static TransactionControl Of(StatementTokens statement)
    {
        if (statement.Is(0, "BEGIN") || statement.Are(0, "START", "TRANSACTION")) return TransactionControl.Begin;
        if (statement.Are(0, "PREPARE", "TRANSACTION")) return TransactionControl.Other;
        var isCommit = statement.Is(0, "COMMIT") || statement.Is(0, "END");
        if (!isCommit && !statement.Is(0, "ROLLBACK") && !statement.Is(0, "ABORT")) return TransactionControl.None;
        var place = statement.Is(1, "WORK") || statement.Is(1, "TRANSACTION") ? 2 : 1;
        if (!isCommit && statement.Is(place, "TO")) return TransactionControl.None;
        return isCommit && (statement.Count == place || statement.Are(place, "AND", "NO", "CHAIN")) ? TransactionControl.Commit : TransactionControl.Other;
    }
}

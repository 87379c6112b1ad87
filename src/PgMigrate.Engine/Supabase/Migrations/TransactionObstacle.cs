using PgMigrate.Engine.Archives;

namespace PgMigrate.Engine.Supabase;

/// <summary>What keeps a file from running in one transaction of the runner's.</summary>
/// <param name="Line">The line of the statement.</param>
/// <param name="What">The statement in few words, such as <c>CREATE INDEX CONCURRENTLY</c>.</param>
internal sealed record TransactionObstacle(int Line, string What)
{
    /// <summary>Whether the file itself begins its transaction first and commits it last, so that it is the runner's.</summary>
    public static bool IsWrapped(IReadOnlyList<MigrationStatement> statements)
        => statements.Count >= 2
            && Control(statements[0]) == TransactionControl.Begin
            && Control(statements[^1]) == TransactionControl.Commit
            && statements.Skip(1).SkipLast(1).All(statement => Control(statement) == TransactionControl.None);

    /// <summary>The first obstacle; null where there is none.</summary>
    public static TransactionObstacle? Find(IReadOnlyList<MigrationStatement> statements)
    {
        var isWrapped = IsWrapped(statements);
        foreach (var statement in statements)
        {
            if (LoneStatements.Name(new StatementTokens(statement.Text, most: 2000)) is { } name) return new(statement.Line, name);
            if (!isWrapped && Control(statement) != TransactionControl.None) return new(statement.Line, FirstWords(statement));
        }

        return null;
    }

    public override string ToString() => $"line {Line}: {What}";

    private static TransactionControl Control(MigrationStatement statement) => TransactionControls.Of(new StatementTokens(statement.Text, most: 8));

    private static string FirstWords(MigrationStatement statement)
    {
        var tokens = new StatementTokens(statement.Text, most: 2);
        return (tokens.Is(1, "TRANSACTION") ? $"{tokens[0]} {tokens[1]}" : tokens[0].ToString()).ToUpperInvariant();
    }
}

namespace PgMigrate.Engine.Sqlite;

/// <summary>Knows of some expressions that they are never negative.</summary>
internal static class NumberSigns
{
    public static bool IsPositive(SqliteNode node) => node switch
    {
        SqliteNode.Literal { Kind: SqliteTokenKind.Integer } literal => !literal.Text.StartsWith('-') && literal.Text.Trim('0').Length > 0,
        SqliteNode.Binary { Operator: "+" } sum =>
            (IsPositive(sum.Left) && IsNotNegative(sum.Right)) || (IsNotNegative(sum.Left) && IsPositive(sum.Right)),
        _ => false,
    };

    public static bool IsNotNegative(SqliteNode node) => node switch
    {
        SqliteNode.Literal { Kind: SqliteTokenKind.Integer } literal => !literal.Text.StartsWith('-'),
        SqliteNode.Call { Function: "abs" or "length" or "instr" or "octet_length" } => true,
        SqliteNode.Binary { Operator: "+" or "*" } binary => IsNotNegative(binary.Left) && IsNotNegative(binary.Right),
        SqliteNode.Binary { Operator: "%" or "/" } binary => IsNotNegative(binary.Left),
        _ => IsPositive(node),
    };
}

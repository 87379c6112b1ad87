namespace PgMigrate.Engine.Sqlite;

/// <summary>One node of a parsed SQLite expression.</summary>
internal abstract record SqliteNode
{
    /// <param name="Kind"><see cref="SqliteTokenKind.Word"/> for NULL, TRUE, FALSE and the CURRENT_ words.</param>
    /// <param name="Text">The number's digits, the string without its quotes, the blob's hex digits or the word in upper case.</param>
    public sealed record Literal(SqliteTokenKind Kind, string Text) : SqliteNode
    {
        public bool IsNull => IsKeyword("NULL");

        public bool IsKeyword(string word) => Kind == SqliteTokenKind.Word && Text == word;
    }

    /// <param name="Table">The table before the point; null where there is none.</param>
    /// <param name="Column">The column.</param>
    /// <param name="IsDoubleQuoted">Whether it becomes a string where no such column exists.</param>
    public sealed record Name(string? Table, string Column, bool IsDoubleQuoted) : SqliteNode;

    public sealed record Unary(string Operator, SqliteNode Operand) : SqliteNode;

    public sealed record Binary(string Operator, SqliteNode Left, SqliteNode Right) : SqliteNode;

    /// <summary>LIKE, GLOB, REGEXP and MATCH.</summary>
    public sealed record Match(string Operator, bool IsNegated, SqliteNode Operand, SqliteNode Pattern, SqliteNode? Escape) : SqliteNode;

    public sealed record Between(bool IsNegated, SqliteNode Operand, SqliteNode Low, SqliteNode High) : SqliteNode;

    public sealed record In(bool IsNegated, SqliteNode Operand, IReadOnlyList<SqliteNode> Values) : SqliteNode;

    public sealed record Case(
        SqliteNode? Operand, IReadOnlyList<(SqliteNode When, SqliteNode Then)> Branches, SqliteNode? Else) : SqliteNode;

    public sealed record Cast(SqliteNode Operand, string Type) : SqliteNode;

    public sealed record Collate(SqliteNode Operand, string Collation) : SqliteNode;

    public sealed record Call(string Function, IReadOnlyList<SqliteNode> Arguments) : SqliteNode;
}

namespace PgMigrate.Engine.Sqlite;

/// <summary>
/// Tells which numbers a view's expression gives in SQLite: <see cref="SqlKind.Integer"/>, <see cref="SqlKind.Real"/>,
/// <see cref="SqlKind.Numeric"/> where it may be either, row by row, and <see cref="SqlKind.Other"/> where that is not known.
/// </summary>
internal sealed class ViewNumbers(ViewNames names)
{
    /// <param name="node">The expression.</param>
    /// <param name="isZeroNeutral">Whether an integer 0 among reals does not matter, because 0 divides the same as both.</param>
    public SqlKind KindOf(SqliteNode node, bool isZeroNeutral = true) => node switch
    {
        SqliteNode.Literal { Kind: SqliteTokenKind.Integer } => SqlKind.Integer,
        SqliteNode.Literal { Kind: SqliteTokenKind.Real } => SqlKind.Real,
        SqliteNode.Name name => names.CertainColumn(name.Table, name.Column) is { } column ? KindOf(column) : SqlKind.Other,
        SqliteNode.Unary { Operator: "-" } sign => KindOf(sign.Operand, isZeroNeutral),
        SqliteNode.Binary { Operator: "*" or "/" } binary => Combined(KindOf(binary.Left, isZeroNeutral), KindOf(binary.Right, isZeroNeutral)),
        SqliteNode.Binary { Operator: "+" or "-" } binary => Combined(KindOf(binary.Left, false), KindOf(binary.Right, false)),
        SqliteNode.Binary { Operator: "%" } binary => Combined(KindOf(binary.Left), KindOf(binary.Right)) == SqlKind.Integer ? SqlKind.Integer : SqlKind.Other,
        SqliteNode.Case branch => Common([.. branch.Branches.Select(pair => pair.Then), .. branch.Else is null ? [] : new[] { branch.Else }], isZeroNeutral),
        SqliteNode.Cast cast => KindOf(cast),
        SqliteNode.Call call => KindOf(call, isZeroNeutral),
        _ => SqlKind.Other,
    };

    private static SqlKind KindOf(ColumnMapping column) => TypedSql.KindOf(column) switch
    {
        SqlKind.Integer => SqlKind.Integer,
        SqlKind.Real or SqlKind.Numeric => TypedSql.MayHoldIntegers(column) ? SqlKind.Numeric : SqlKind.Real,
        _ => SqlKind.Other,
    };

    private static SqlKind KindOf(SqliteNode.Cast cast) => DeclaredType.AffinityOf(cast.Type) switch
    {
        SqliteAffinity.Integer => SqlKind.Integer,
        SqliteAffinity.Real => SqlKind.Real,
        _ => SqlKind.Other,
    };

    private SqlKind KindOf(SqliteNode.Call call, bool isZeroNeutral) => (call.Function, call.Arguments.Count) switch
    {
        ("count" or "length" or "instr", _) => SqlKind.Integer,
        ("avg" or "round", _) => SqlKind.Real,
        ("sum" or "abs" or "max" or "min", 1) => KindOf(call.Arguments[0], isZeroNeutral),
        ("coalesce" or "ifnull", > 1) => Common(call.Arguments, isZeroNeutral),
        ("nullif", 2) => KindOf(call.Arguments[0], isZeroNeutral),
        _ => SqlKind.Other,
    };

    private static SqlKind Combined(SqlKind left, SqlKind right)
    {
        if (left == SqlKind.Other || right == SqlKind.Other) return SqlKind.Other;
        if (left == SqlKind.Real || right == SqlKind.Real) return SqlKind.Real;
        return left == right ? left : SqlKind.Numeric;
    }

    private SqlKind Common(IReadOnlyList<SqliteNode> values, bool isZeroNeutral)
    {
        var kinds = values
            .Where(value => value is not SqliteNode.Literal { IsNull: true } && !(isZeroNeutral && value is SqliteNode.Literal { Kind: SqliteTokenKind.Integer, Text: "0" }))
            .Select(value => KindOf(value, isZeroNeutral))
            .Distinct()
            .ToList();
        if (kinds.Count == 0) return SqlKind.Integer;
        if (kinds.Contains(SqlKind.Other)) return SqlKind.Other;
        return kinds.Count == 1 ? kinds[0] : SqlKind.Numeric;
    }
}

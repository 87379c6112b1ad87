namespace PgMigrate.Engine.Sqlite;

/// <summary>Translates calls of SQLite's built-in functions, one by one; what is not listed has no certain translation.</summary>
internal sealed class FunctionTranslation(ExpressionTranslator translator, ExpressionContext context)
{
    private const int LongestRandomBlob = 32;

    private readonly ComparisonTranslation comparisons = new(translator, context);

    public TypedSql Translate(SqliteNode.Call call)
    {
        var arguments = call.Arguments.Select(translator.Resolve).ToList();
        return (call.Function, arguments) switch
        {
            ("coalesce" or "ifnull", { Count: > 1 }) => Unified("coalesce", arguments),
            ("nullif", { Count: 2 }) => Unified("nullif", arguments),
            ("iif" or "if", { Count: 2 or 3 }) =>
                translator.Translate(new SqliteNode.Case(null, [(arguments[0], arguments[1])], arguments.ElementAtOrDefault(2))),
            ("max" or "min", { Count: > 1 }) => Extreme(call.Function, arguments),
            ("length", [var value]) => Length(value),
            ("octet_length", [var value]) => Atom($"octet_length({TextOrBlob(value)})", SqlKind.Integer),
            ("lower", [SqliteNode.Call { Function: "hex", Arguments: [var bytes] }]) => Hex(bytes, isLower: true),
            ("lower" or "upper", [var value]) => Atom(translator.WithoutCase(call.Function, value, translator.Text(value)), SqlKind.Text),
            ("trim" or "ltrim" or "rtrim", { Count: 1 or 2 }) => Trim(call.Function, arguments),
            ("replace", [var text, var from, var to]) =>
                Atom($"replace({translator.Text(text)}, {translator.Text(from)}, {translator.Text(to)})", SqlKind.Text),
            ("instr", [var text, var part]) => Atom($"strpos({translator.Text(text)}, {translator.Text(part)})", SqlKind.Integer),
            ("substr" or "substring", { Count: 2 or 3 }) => Substring(arguments),
            ("unicode", [var text]) => Atom($"ascii(nullif({translator.Text(text)}, ''))", SqlKind.Integer),
            ("char", [var code]) => Atom($"chr({translator.Number(code).Operand}::integer)", SqlKind.Text),
            ("abs", [var number]) => translator.Number(number) is var value ? Atom($"abs({value.Sql})", value.Kind) : throw Unknown(call),
            ("sign", [var number]) => Atom($"sign({translator.Number(number).Sql})::integer", SqlKind.Integer),
            ("round", { Count: 1 or 2 }) => Round(arguments),
            ("ceil" or "ceiling" or "floor", [var number]) => translator.Number(number) is { Kind: not SqlKind.Integer } value
                ? Atom($"{call.Function}({value.Sql})", value.Kind) : translator.Number(number),
            ("hex", [var bytes]) => Hex(bytes, isLower: false),
            ("random", []) => Random(),
            ("randomblob", [SqliteNode.Literal { Kind: SqliteTokenKind.Integer } size]) => RandomBlob(size),
            ("json_valid", [var value]) => JsonValid(value),
            ("likely" or "unlikely", [var value]) => translator.Translate(value),
            _ => throw Unknown(call),
        };
    }

    private static TypedSql Atom(string sql, SqlKind kind) => TypedSql.Atom(sql, kind);

    private static UntranslatableException Unknown(SqliteNode.Call call)
        => new($"the function {call.Function}() has no certain translation");

    private TypedSql Unified(string function, IReadOnlyList<SqliteNode> arguments)
    {
        var (values, kind) = comparisons.Unify(arguments);
        return Atom($"{function}({string.Join(", ", values)})", kind);
    }

    /// <summary>SQLite's max(a, b) is null where one of them is; greatest() passes over nulls.</summary>
    private TypedSql Extreme(string function, IReadOnlyList<SqliteNode> arguments)
    {
        var (values, kind) = comparisons.Unify(arguments);
        if (kind == SqlKind.Text) throw new UntranslatableException($"{function}() of texts follows the destination's collation");
        var nulls = string.Join(" OR ", values.Select(value => $"({value}) IS NULL"));
        return Atom(
            $"CASE WHEN {nulls} THEN NULL ELSE {(function == "max" ? "greatest" : "least")}({string.Join(", ", values)}) END", kind);
    }

    private string TextOrBlob(SqliteNode node)
        => translator.Translate(node) is { Kind: SqlKind.Blob } blob ? blob.Sql : translator.Text(node);

    private TypedSql Length(SqliteNode node) => Atom($"length({TextOrBlob(node)})", SqlKind.Integer);

    private TypedSql Trim(string function, List<SqliteNode> arguments)
    {
        var name = function == "trim" ? "btrim" : function;
        var characters = arguments.Count == 2 ? ", " + translator.Text(arguments[1]) : "";
        return Atom($"{name}({translator.Text(arguments[0])}{characters})", SqlKind.Text);
    }

    /// <summary>
    /// Positions below 1 count from the end in SQLite, and a negative length goes backwards: only what is surely neither is translated.
    /// </summary>
    private TypedSql Substring(List<SqliteNode> arguments)
    {
        var source = translator.Translate(arguments[0]);
        var (text, kind) = source.Kind == SqlKind.Blob ? (source.Sql, SqlKind.Blob) : (translator.Text(arguments[0]), SqlKind.Text);
        if (arguments is [_, SqliteNode.Literal { Kind: SqliteTokenKind.Integer } start] && start.Text.StartsWith('-')
            && kind == SqlKind.Text)
        {
            return Atom($"right({text}, {start.Text.TrimStart('-')})", kind);
        }

        if (!NumberSigns.IsPositive(arguments[1]) || (arguments.Count == 3 && !NumberSigns.IsNotNegative(arguments[2])))
        {
            throw new UntranslatableException("substr() may count from the end there");
        }

        var numbers = arguments.Skip(1).Select(argument => translator.Number(argument)).Select(number => IntegerArgument(number));
        return Atom($"substr({text}, {string.Join(", ", numbers)})", kind);
    }

    private static string IntegerArgument(TypedSql number) => number.Kind != SqlKind.Integer
        ? throw new UntranslatableException("substr() takes a position that is no integer")
        : number.Sql.All(char.IsAsciiDigit) ? number.Sql : $"{number.Operand}::integer";

    /// <summary>SQLite rounds halves away from zero, which PostgreSQL does for numeric only.</summary>
    private TypedSql Round(List<SqliteNode> arguments)
    {
        var digits = arguments.Count == 2 ? ", " + IntegerArgument(translator.Number(arguments[1])) : "";
        return Atom($"round({translator.Number(arguments[0]).Operand}::numeric{digits})", SqlKind.Numeric);
    }

    private TypedSql Hex(SqliteNode bytes, bool isLower)
    {
        var value = translator.Translate(bytes);
        if (value.Kind != SqlKind.Blob) throw new UntranslatableException("hex() is of something other than a blob");
        var hex = isLower ? $"encode({value.Sql}, 'hex')" : $"upper(encode({value.Sql}, 'hex'))";
        // SQLite's hex() of NULL is empty text.
        return Atom(value.Column is null ? hex : $"coalesce({hex}, '')", SqlKind.Text);
    }

    /// <summary>A random 64-bit integer; the factor is the greatest double below 2^64, so that no value overflows.</summary>
    private TypedSql Random() => context.NeedsImmutable
        ? throw new UntranslatableException("it is random")
        : Atom("((random() - 0.5) * 18446744073709549568)::bigint", SqlKind.Integer);

    /// <summary>PostgreSQL's core has no random bytes but in a UUID; its hash spreads them over 32 bytes without pgcrypto.</summary>
    private TypedSql RandomBlob(SqliteNode.Literal size)
    {
        var uuid = translator.RandomUuid();
        return int.TryParse(size.Text, out var bytes) && bytes is > 0 and <= LongestRandomBlob
            ? Atom($"substr(sha256(uuid_send({uuid})), 1, {bytes})", SqlKind.Blob)
            : throw new UntranslatableException($"randomblob() gives more than {LongestRandomBlob} bytes");
    }

    private TypedSql JsonValid(SqliteNode node)
    {
        var value = translator.Translate(node);
        if (value.Kind == SqlKind.Json) return Atom("true", SqlKind.Boolean);
        return context.ServerVersion is { Major: >= 16 }
            ? new TypedSql($"{translator.Text(node)} IS JSON", SqlKind.Boolean)
            : throw new UntranslatableException("IS JSON came with PostgreSQL 16");
    }
}

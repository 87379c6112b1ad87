namespace PgMigrate.Engine.Sqlite;

/// <summary>Parses SQLite's expressions with SQLite's precedence (SQLite, "SQL Language Expressions").</summary>
internal sealed class SqliteExpressionParser
{
    private const int DeepestNesting = 200;

    /// <summary>SQLite's own limit of an expression's depth (SQLITE_MAX_EXPR_DEPTH), which a crafted file need not keep.</summary>
    private const int MostOperators = 1000;

    private readonly TokenCursor cursor;
    private int depth;
    private int operators;

    private SqliteExpressionParser(string expression) => cursor = new TokenCursor(expression);

    /// <exception cref="SqliteSyntaxException">The expression is not understood.</exception>
    public static SqliteNode Parse(string expression)
    {
        var parser = new SqliteExpressionParser(expression);
        var node = parser.ParseOr();
        return parser.cursor.IsAtEnd ? node : throw parser.cursor.Unexpected("an operator");
    }

    private SqliteNode ParseOr()
    {
        if (++depth > DeepestNesting) throw new SqliteSyntaxException("it is nested too deeply");
        var left = ParseAnd();
        while (cursor.TakeWords("OR")) left = Counted(new SqliteNode.Binary("OR", left, ParseAnd()));
        depth--;
        return left;
    }

    private SqliteNode Counted(SqliteNode node) =>
        ++operators > MostOperators ? throw new SqliteSyntaxException("it has too many operators") : node;

    private SqliteNode ParseAnd()
    {
        var left = ParseNot();
        while (cursor.TakeWords("AND")) left = Counted(new SqliteNode.Binary("AND", left, ParseNot()));
        return left;
    }

    private SqliteNode ParseNot()
    {
        var negations = 0;
        while (cursor.TakeWords("NOT")) negations++;
        var node = ParseEquality();
        return negations % 2 == 0 ? node : new SqliteNode.Unary("NOT", node);
    }

    private SqliteNode ParseEquality()
    {
        for (var left = ParseOrder(); ; left = Counted(left))
        {
            if (cursor.TakeOperator("=") || cursor.TakeOperator("==")) left = new SqliteNode.Binary("=", left, ParseOrder());
            else if (cursor.TakeOperator("<>") || cursor.TakeOperator("!=")) left = new SqliteNode.Binary("<>", left, ParseOrder());
            else if (cursor.TakeWords("ISNULL")) left = Is(left, new SqliteNode.Literal(SqliteTokenKind.Word, "NULL"), false);
            else if (cursor.TakeWords("NOTNULL") || cursor.TakeWords("NOT", "NULL"))
            {
                left = Is(left, new SqliteNode.Literal(SqliteTokenKind.Word, "NULL"), true);
            }
            else if (cursor.TakeWords("IS")) left = ParseIs(left);
            else if (ParseNegatable(left, cursor.Current.IsWord("NOT")) is { } node) left = node;
            else return left;
        }
    }

    private SqliteNode.Binary ParseIs(SqliteNode left)
    {
        var isNegated = cursor.TakeWords("NOT");
        if (cursor.TakeWords("DISTINCT", "FROM")) isNegated = !isNegated;
        return Is(left, ParseOrder(), isNegated);
    }

    private static SqliteNode.Binary Is(SqliteNode left, SqliteNode right, bool isNegated) => new(isNegated ? "IS NOT" : "IS", left, right);

    private SqliteNode? ParseNegatable(SqliteNode left, bool isNegated)
    {
        var keyword = isNegated ? cursor.Peek() : cursor.Current;
        if (keyword.Kind != SqliteTokenKind.Word) return null;
        var word = keyword.Text.ToUpperInvariant();
        if (word is not ("BETWEEN" or "IN" or "LIKE" or "GLOB" or "REGEXP" or "MATCH")) return null;
        if (isNegated) cursor.Take();
        cursor.Take();
        switch (word)
        {
            case "BETWEEN":
                var low = ParseOrder();
                cursor.ExpectWord("AND");
                return new SqliteNode.Between(isNegated, left, low, ParseOrder());
            case "IN":
                if (!cursor.Current.IsOperator("(")) throw new SqliteSyntaxException("IN names a table");
                return new SqliteNode.In(isNegated, left, ParseList());
            default:
                var pattern = ParseOrder();
                return new SqliteNode.Match(word, isNegated, left, pattern, cursor.TakeWords("ESCAPE") ? ParseOrder() : null);
        }
    }

    private SqliteNode ParseOrder() => ParseLevel(ParseBits, "<", "<=", ">", ">=");

    private SqliteNode ParseBits() => ParseLevel(ParseSum, "&", "|", "<<", ">>");

    private SqliteNode ParseSum() => ParseLevel(ParseProduct, "+", "-");

    private SqliteNode ParseProduct() => ParseLevel(ParseConcatenation, "*", "/", "%");

    private SqliteNode ParseConcatenation() => ParseLevel(ParseCollate, "||", "->", "->>");

    private SqliteNode ParseLevel(Func<SqliteNode> parseOperand, params string[] operators)
    {
        var left = parseOperand();
        while (cursor.Current.Kind == SqliteTokenKind.Operator && operators.Contains(cursor.Current.Text))
        {
            left = Counted(new SqliteNode.Binary(cursor.Take().Text, left, parseOperand()));
        }

        return left;
    }

    private SqliteNode ParseCollate()
    {
        var node = ParseUnary();
        while (cursor.TakeWords("COLLATE")) node = Counted(new SqliteNode.Collate(node, cursor.TakeName()));
        return node;
    }

    private SqliteNode ParseUnary()
    {
        if (cursor.Current.Kind == SqliteTokenKind.Operator && ++operators > MostOperators)
        {
            throw new SqliteSyntaxException("it has too many operators");
        }

        if (cursor.TakeOperator("+")) return ParseUnary();
        if (cursor.TakeOperator("~")) return new SqliteNode.Unary("~", ParseUnary());
        if (!cursor.TakeOperator("-")) return ParsePrimary();
        var operand = ParseUnary();
        return operand is SqliteNode.Literal { Kind: SqliteTokenKind.Integer or SqliteTokenKind.Real } number
            && !number.Text.StartsWith('-')
            && !number.Text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? number with { Text = "-" + number.Text }
            : new SqliteNode.Unary("-", operand);
    }

    private SqliteNode ParsePrimary()
    {
        var token = cursor.Current;
        switch (token.Kind)
        {
            case SqliteTokenKind.Integer or SqliteTokenKind.Real or SqliteTokenKind.String or SqliteTokenKind.Blob:
                cursor.Take();
                return new SqliteNode.Literal(token.Kind, token.Text);
            case SqliteTokenKind.Operator when token.Text == "(":
                var list = ParseList();
                return list.Count == 1 ? list[0] : throw new SqliteSyntaxException("row values are not supported");
            case SqliteTokenKind.Word:
                return ParseWord();
            case SqliteTokenKind.DoubleQuoted or SqliteTokenKind.QuotedName:
                return ParseName();
            default:
                throw cursor.Unexpected("a value");
        }
    }

    private SqliteNode ParseWord()
    {
        var word = cursor.Current.Text.ToUpperInvariant();
        switch (word)
        {
            case "NULL" or "CURRENT_TIMESTAMP" or "CURRENT_DATE" or "CURRENT_TIME":
            case "TRUE" or "FALSE" when !cursor.Peek().IsOperator("."):
                cursor.Take();
                return new SqliteNode.Literal(SqliteTokenKind.Word, word);
            case "CASE":
                return ParseCase();
            case "CAST" when cursor.Peek().IsOperator("("):
                return ParseCast();
            case "EXISTS" or "SELECT" or "RAISE":
                throw new SqliteSyntaxException($"{word} is not supported here");
            default:
                return cursor.Peek().IsOperator("(") ? ParseCall() : ParseName();
        }
    }

    private SqliteNode.Case ParseCase()
    {
        cursor.Take();
        var operand = cursor.Current.IsWord("WHEN") ? null : ParseOr();
        var branches = new List<(SqliteNode, SqliteNode)>();
        while (cursor.TakeWords("WHEN"))
        {
            var when = ParseOr();
            cursor.ExpectWord("THEN");
            branches.Add((when, ParseOr()));
        }

        var otherwise = cursor.TakeWords("ELSE") ? ParseOr() : null;
        cursor.ExpectWord("END");
        return new SqliteNode.Case(operand, branches, otherwise);
    }

    private SqliteNode.Cast ParseCast()
    {
        cursor.Take();
        cursor.Expect("(");
        var operand = ParseOr();
        cursor.ExpectWord("AS");
        var type = "";
        while (cursor.Current.IsName) type += (type.Length > 0 ? " " : "") + cursor.Take().Text;
        if (cursor.Current.IsOperator("(")) cursor.TakeParenthesised();
        cursor.Expect(")");
        return new SqliteNode.Cast(operand, type);
    }

    private SqliteNode.Call ParseCall()
    {
        var name = cursor.Take().Text.ToLowerInvariant();
        if (cursor.Peek().IsOperator("*") || cursor.Peek().IsWord("DISTINCT"))
        {
            throw new SqliteSyntaxException($"{name}() is an aggregate here");
        }

        var arguments = ParseList();
        return cursor.Current.IsWord("OVER") || cursor.Current.IsWord("FILTER")
            ? throw new SqliteSyntaxException($"{name}() is a window function here")
            : new SqliteNode.Call(name, arguments);
    }

    private SqliteNode.Name ParseName()
    {
        var first = cursor.Take();
        if (!cursor.TakeOperator(".")) return new SqliteNode.Name(null, first.Text, first.Kind == SqliteTokenKind.DoubleQuoted);
        var second = cursor.TakeName();
        return new SqliteNode.Name(first.Text, cursor.TakeOperator(".") ? cursor.TakeName() : second, false);
    }

    private List<SqliteNode> ParseList()
    {
        cursor.Expect("(");
        var nodes = new List<SqliteNode>();
        if (cursor.TakeOperator(")")) return nodes;
        do nodes.Add(ParseOr());
        while (cursor.TakeOperator(","));
        cursor.Expect(")");
        return nodes;
    }
}

namespace PgMigrate.Engine.Sqlite;

/// <summary>Translates comparisons: SQLite compares what it is given, PostgreSQL wants both sides of one type.</summary>
internal sealed class ComparisonTranslation(ExpressionTranslator translator, ExpressionContext context)
{
    public TypedSql Compare(SqliteNode.Binary binary)
    {
        if (binary.Operator is "=" or "IS" or "<>" or "IS NOT"
            && translator.Resolve(binary.Right) is SqliteNode.Literal { Kind: SqliteTokenKind.String } type
            && binary.Left is SqliteNode.Call { Function: "typeof", Arguments: [var argument] })
        {
            return StorageClass.Test(translator.Translate(argument), [type.Text], binary.Operator is "<>" or "IS NOT");
        }

        if (binary.Operator is "IS" or "IS NOT" && binary.Right is SqliteNode.Literal { Kind: SqliteTokenKind.Word } word)
        {
            if (word.IsNull) return Boolean($"{translator.Translate(binary.Left).Operand} {binary.Operator} NULL");
            if (word.Text is "TRUE" or "FALSE") return Boolean($"({translator.Condition(binary.Left)}) {binary.Operator} {word.Text}");
        }

        var (left, right) = Operands(binary.Left, binary.Right, binary.Operator);
        var comparison = binary.Operator switch
        {
            "IS" => "IS NOT DISTINCT FROM",
            "IS NOT" => "IS DISTINCT FROM",
            var same => same,
        };
        return Boolean($"{left} {comparison} {right}");
    }

    public TypedSql Between(SqliteNode.Between between)
    {
        var (left, low) = Operands(between.Operand, between.Low, ">=");
        var (again, high) = Operands(between.Operand, between.High, "<=");
        var not = between.IsNegated ? "NOT " : "";
        return Boolean(left == again
            ? $"{left} {not}BETWEEN {Bounded(low)} AND {high}"
            : $"{not}({left} >= {low} AND {again} <= {high})");
    }

    /// <summary>PostgreSQL's grammar takes fewer operators before BETWEEN's AND (b_expr, gram.y).</summary>
    private static string Bounded(string low) =>
        low.Contains(" COLLATE ", StringComparison.Ordinal) || low.Contains(" AT TIME ZONE ", StringComparison.Ordinal) ? $"({low})" : low;

    public TypedSql In(SqliteNode.In membership)
    {
        var values = membership.Values.Select(translator.Resolve).ToList();
        if (membership.Operand is SqliteNode.Call { Function: "typeof", Arguments: [var argument] }
            && values.TrueForAll(value => value is SqliteNode.Literal { Kind: SqliteTokenKind.String }))
        {
            return StorageClass.Test(
                translator.Translate(argument), values.ConvertAll(value => ((SqliteNode.Literal)value).Text), membership.IsNegated);
        }

        if (values.Count == 0) return TypedSql.Atom(membership.IsNegated ? "true" : "false", SqlKind.Boolean);
        var pairs = values.ConvertAll(value => Operands(membership.Operand, value, "="));
        return pairs.TrueForAll(pair => pair.Left == pairs[0].Left)
            ? Boolean($"{pairs[0].Left} {(membership.IsNegated ? "NOT " : "")}IN ({string.Join(", ", pairs.Select(pair => pair.Right))})")
            : throw new UntranslatableException("its IN list mixes types");
    }

    public TypedSql Match(SqliteNode.Match match)
    {
        var pattern = translator.Resolve(match.Pattern) as SqliteNode.Literal;
        if (match.Operator == "GLOB")
        {
            return pattern is { Kind: SqliteTokenKind.String }
                ? Boolean(
                    $"{translator.Text(match.Operand)} {(match.IsNegated ? "!~" : "~")} "
                        + $"{SqlText.Literal(GlobPattern.ToRegex(pattern.Text)).TrimStart()}")
                : throw new UntranslatableException("its GLOB pattern is no literal");
        }

        if (match.Operator != "LIKE") throw new UntranslatableException($"{match.Operator} is the application's own function");
        var escape = match.Escape is null ? null : translator.Resolve(match.Escape) as SqliteNode.Literal;
        if (match.Escape is not null && escape is not { Kind: SqliteTokenKind.String, Text.Length: 1 })
        {
            throw new UntranslatableException("its ESCAPE is not one character");
        }

        // SQLite's LIKE has no escape character of its own; PostgreSQL's is the backslash.
        var hasBackslash = pattern is null || pattern.Text.Contains('\\', StringComparison.Ordinal);
        var suffix = escape is not null ? " ESCAPE " + SqlText.Literal(escape.Text).TrimStart() : hasBackslash ? " ESCAPE ''" : "";
        // SQLite's LIKE knows the case of ASCII letters only.
        var isAscii = pattern is not null && System.Text.Ascii.IsValid(pattern.Text);
        var collation = isAscii || context.Purpose is not (ExpressionPurpose.Generated or ExpressionPurpose.Check) ? "" : " COLLATE \"C\"";
        return Boolean($"{translator.Text(match.Operand)}{collation} {(match.IsNegated ? "NOT " : "")}ILIKE {translator.Text(match.Pattern)}{suffix}");
    }

    /// <summary>The expressions as values of one type, for CASE, coalesce and the like.</summary>
    public (List<string> Values, SqlKind Kind) Unify(IReadOnlyList<SqliteNode> nodes)
    {
        var resolved = nodes.Select(translator.Resolve).ToList();
        var values = resolved.ConvertAll(translator.Translate);
        if (values.Find(value => value.Column is not null)?.Column is { } column)
        {
            for (var index = 0; index < values.Count; index++)
            {
                if (resolved[index] is SqliteNode.Literal { IsNull: false } literal && translator.Instants.Read(literal) is null)
                {
                    values[index] = TypedSql.Atom(LiteralConversion.To(literal, column, isComparison: true), TypedSql.KindOf(column));
                }
            }
        }

        var kinds = values.Select(value => value.Kind).Where(kind => kind != SqlKind.Null).Distinct().ToList();
        if (kinds.Count <= 1) return (values.ConvertAll(value => value.Sql), kinds.Count == 0 ? SqlKind.Null : kinds[0]);
        if (!kinds.TrueForAll(kind => kind is SqlKind.Integer or SqlKind.Real or SqlKind.Numeric or SqlKind.Boolean))
        {
            throw new UntranslatableException("its results are of different types");
        }

        var numbers = resolved.ConvertAll(node => translator.Number(node).Sql);
        return (numbers, kinds.Contains(SqlKind.Real) ? SqlKind.Real : kinds.Contains(SqlKind.Numeric) ? SqlKind.Numeric : SqlKind.Integer);
    }

    private (string Left, string Right) Operands(SqliteNode leftNode, SqliteNode rightNode, string comparison)
    {
        var collation = CollationOf(leftNode, rightNode);
        var (left, right) = (Bare(leftNode), Bare(rightNode));
        var (leftSql, rightSql, kind) = Reconcile(left, right, comparison);
        if (kind != SqlKind.Text) return (leftSql, rightSql);
        switch (collation)
        {
            case "NOCASE":
                (leftSql, rightSql) = (translator.WithoutCase("lower", left, leftSql), translator.WithoutCase("lower", right, rightSql));
                break;
            case "RTRIM":
                (leftSql, rightSql) = ($"rtrim({leftSql})", $"rtrim({rightSql})");
                break;
            case not "BINARY":
                throw new UntranslatableException($"the collating sequence {collation} is the application's own");
        }

        // SQLite orders text by its bytes, whatever the destination's collation is.
        return comparison is "<" or "<=" or ">" or ">=" ? (leftSql, $"{rightSql} COLLATE \"C\"") : (leftSql, rightSql);
    }

    private (string Left, string Right, SqlKind Kind) Reconcile(SqliteNode left, SqliteNode right, string comparison)
    {
        if (ColumnOf(left) is { } leftColumn && AsValueOf(leftColumn.Column!, right, comparison) is { } rightValue)
        {
            return (leftColumn.Sql, rightValue, leftColumn.Kind);
        }

        if (ColumnOf(right) is { } rightColumn && AsValueOf(rightColumn.Column!, left, Mirrored(comparison)) is { } leftValue)
        {
            return (leftValue, rightColumn.Sql, rightColumn.Kind);
        }

        var (first, second) = (translator.Translate(left), translator.Translate(right));
        if (first.Kind == SqlKind.Null || second.Kind == SqlKind.Null) return (first.Operand, second.Operand, SqlKind.Null);
        if (first.Column is not null && second.Column is not null && first.Kind == second.Kind && first.Kind == SqlKind.TimestampTz
            && first.Column.Conversion != second.Column.Conversion)
        {
            throw new UntranslatableException("it compares points in time that are written in different forms");
        }

        if (first.Kind == second.Kind && first.Kind != SqlKind.Other) return (first.Operand, second.Operand, first.Kind);
        if (first.IsNumber && second.IsNumber) return (first.Operand, second.Operand, SqlKind.Numeric);
        return (first.Kind, second.Kind) switch
        {
            (SqlKind.Boolean, _) when second.Sql is "0" or "1" => (first.Operand, second.Sql == "1" ? "true" : "false", SqlKind.Boolean),
            (_, SqlKind.Boolean) when first.Sql is "0" or "1" => (first.Sql == "1" ? "true" : "false", second.Operand, SqlKind.Boolean),
            (SqlKind.Boolean, _) when second.IsNumber => ($"{first.Operand}::integer", second.Operand, SqlKind.Integer),
            (_, SqlKind.Boolean) when first.IsNumber => (first.Operand, $"{second.Operand}::integer", SqlKind.Integer),
            _ => throw new UntranslatableException(
                $"it compares values of the kinds {first.Kind.ToString().ToLowerInvariant()} and "
                    + $"{second.Kind.ToString().ToLowerInvariant()}"),
        };
    }

    private TypedSql? ColumnOf(SqliteNode node) =>
        translator.Resolve(node) is SqliteNode.Name name && translator.Translate(name) is { Column: not null } column ? column : null;

    /// <summary>A literal or point in time as a value of the column; null for every other expression.</summary>
    private string? AsValueOf(ColumnMapping column, SqliteNode written, string comparison)
    {
        var node = translator.Resolve(written);
        if (translator.Instants.Read(node) is { } instant) return InstantWriter.To(instant, column, context.NeedsImmutable);
        if (node is not SqliteNode.Literal literal || literal.IsNull) return null;

        // As texts, a date comes before every time of its day: only < and >= mean the same for timestamps.
        if (column.Conversion is ValueConversion.IsoTimestamp or ValueConversion.IsoTimestampTz && literal.Text.Trim().Length == 10
            && comparison is not ("<" or ">="))
        {
            throw new UntranslatableException($"it compares the timestamps of '{column.Column.Name}' with a date");
        }

        return LiteralConversion.To(literal, column, isComparison: true);
    }

    private static string Mirrored(string comparison) => comparison switch
    {
        "<" => ">",
        ">" => "<",
        "<=" => ">=",
        ">=" => "<=",
        var same => same,
    };

    private string CollationOf(SqliteNode left, SqliteNode right)
    {
        var explicitly = left as SqliteNode.Collate ?? right as SqliteNode.Collate;
        return (explicitly?.Collation ?? ColumnCollation(left) ?? ColumnCollation(right) ?? "BINARY").ToUpperInvariant();
    }

    private string? ColumnCollation(SqliteNode node) => ColumnOf(node)?.Column is { } mapping ? mapping.Column.Collation ?? "BINARY" : null;

    private static SqliteNode Bare(SqliteNode node) => node is SqliteNode.Collate collate ? Bare(collate.Operand) : node;

    private static TypedSql Boolean(string sql) => new(sql, SqlKind.Boolean);
}

using System.Text;

namespace PgMigrate.Engine.Sqlite;

/// <summary>Translates parsed expressions, node by node, with the sort of value of each.</summary>
internal sealed class ExpressionTranslator
{
    private const int DeepestGeneration = 20;

    private readonly ExpressionContext context;
    private readonly ComparisonTranslation comparisons;
    private readonly FunctionTranslation functions;
    private int generation;

    public ExpressionTranslator(ExpressionContext context)
    {
        this.context = context;
        Instants = new InstantReader(this);
        comparisons = new ComparisonTranslation(this, context);
        functions = new FunctionTranslation(this, context);
    }

    public InstantReader Instants { get; }

    /// <summary>A name that SQLite takes for a string, as that string; every other node as it is.</summary>
    public SqliteNode Resolve(SqliteNode node) =>
        node is SqliteNode.Name { Table: null } name && Find(name.Column) is null
            && (name.IsDoubleQuoted || context.Purpose == ExpressionPurpose.Default)
            ? new SqliteNode.Literal(SqliteTokenKind.String, name.Column)
            : node;

    /// <summary>The expression as a boolean.</summary>
    public string Condition(SqliteNode node)
    {
        var value = Translate(node);
        return value.Kind switch
        {
            SqlKind.Boolean => value.Sql,
            SqlKind.Null => "NULL::boolean",
            _ when value.IsNumber => $"{value.Operand} <> 0",
            _ => throw new UntranslatableException("it takes something other than a number for a condition"),
        };
    }

    public TypedSql Translate(SqliteNode written)
    {
        var node = Resolve(written);
        if (Instants.Read(node) is { } instant) return Translate(instant);
        return node switch
        {
            SqliteNode.Literal literal => Translate(literal),
            SqliteNode.Name name => Translate(name),
            SqliteNode.Unary { Operator: "NOT" } unary => new TypedSql($"NOT ({Condition(unary.Operand)})", SqlKind.Boolean),
            SqliteNode.Unary unary => Sign(unary),
            SqliteNode.Binary { Operator: "AND" or "OR" } binary => Logic(binary),
            SqliteNode.Binary { Operator: "||" } binary => new TypedSql($"{Text(binary.Left)} || {Text(binary.Right)}", SqlKind.Text),
            SqliteNode.Binary { Operator: "+" or "-" or "*" or "/" or "%" or "&" or "|" or "<<" or ">>" } binary => Arithmetic(binary),
            SqliteNode.Binary { Operator: "->" or "->>" } => throw new UntranslatableException("the type of a JSON member is not known"),
            SqliteNode.Binary binary => comparisons.Compare(binary),
            SqliteNode.Match match => comparisons.Match(match),
            SqliteNode.Between between => comparisons.Between(between),
            SqliteNode.In membership => comparisons.In(membership),
            SqliteNode.Case branch => Case(branch),
            SqliteNode.Cast cast => Cast(cast),
            SqliteNode.Collate collate => Collate(collate),
            SqliteNode.Call call => functions.Translate(call),
            _ => throw new UntranslatableException("it is not known"),
        };
    }

    private TypedSql Translate(Instant instant)
    {
        InstantWriter.RefuseNow(instant, context.NeedsImmutable);
        return (instant.Form != InstantForm.Format ? InstantWriter.AsNumber(instant) : null)
            ?? TypedSql.Atom(InstantWriter.AsText(instant, context.NeedsImmutable), SqlKind.Text);
    }

    private static TypedSql Translate(SqliteNode.Literal literal) => literal.Kind switch
    {
        SqliteTokenKind.Word =>
            literal.IsNull ? TypedSql.Atom("NULL", SqlKind.Null) : TypedSql.Atom(literal.Text.ToLowerInvariant(), SqlKind.Boolean),
        SqliteTokenKind.Integer => Signed(LiteralConversion.NumberText(literal), SqlKind.Integer),
        SqliteTokenKind.Real => Signed(LiteralConversion.NumberText(literal), SqlKind.Real),
        SqliteTokenKind.Blob => TypedSql.Atom($"decode('{literal.Text}', 'hex')", SqlKind.Blob),
        _ when literal.Text.Contains('\0', StringComparison.Ordinal) => throw new UntranslatableException("it holds a NUL character"),
        _ => TypedSql.Atom(SqlText.Literal(literal.Text).TrimStart(), SqlKind.Text),
    };

    private static TypedSql Signed(string? number, SqlKind kind) => number is null
        ? throw new UntranslatableException("a number is out of range")
        : new TypedSql(number, kind) { IsAtom = !number.StartsWith('-') };

    private TypedSql Translate(SqliteNode.Name name)
    {
        if (name.Table is not null && !name.Table.Equals(context.Table, StringComparison.OrdinalIgnoreCase))
        {
            throw new UntranslatableException($"it names the table '{name.Table}'");
        }

        var column = Find(name.Column) ?? throw new UntranslatableException($"the column '{name.Column}' is not among the table's columns");
        if (context.Purpose != ExpressionPurpose.Generated || column.Column.GenerationExpression is not { } expression)
        {
            return TypedSql.MayHoldIntegers(column) ? TypedSql.Of(column) with { Kind = SqlKind.Numeric } : TypedSql.Of(column);
        }

        // PostgreSQL lets no generated column name another: its expression stands in its place.
        if (++generation > DeepestGeneration) throw new UntranslatableException("its generated columns refer to each other too deeply");
        var inner = Translate(SqliteExpressionParser.Parse(expression));
        generation--;
        return inner.Kind == TypedSql.KindOf(column)
            ? TypedSql.Atom($"({inner.Sql})::{column.Type}", inner.Kind)
            : throw new UntranslatableException($"it names the generated column '{column.Name}'");
    }

    private ColumnMapping? Find(string name)
    {
        var found = context.Columns.FirstOrDefault(mapping => mapping.Column.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (found is not null || context.RowidAlias is null || name.ToLowerInvariant() is not ("rowid" or "oid" or "_rowid_")) return found;
        return context.Columns.FirstOrDefault(mapping => mapping.Column.Name == context.RowidAlias);
    }

    private TypedSql Sign(SqliteNode.Unary unary)
    {
        var operand = Number(unary.Operand);
        return unary.Operator == "~" && operand.Kind != SqlKind.Integer
            ? throw NotInteger("~")
            : new TypedSql(unary.Operator + operand.Operand, operand.Kind);
    }

    private TypedSql Logic(SqliteNode.Binary binary)
    {
        string Operand(SqliteNode node) => Condition(node) is var sql
            && (Resolve(node) is SqliteNode.Binary { Operator: "AND" or "OR" } inner && inner.Operator != binary.Operator)
                ? $"({sql})"
                : sql;

        var (left, right) = (Operand(binary.Left), Operand(binary.Right));
        return (binary.Operator, left, right) switch
        {
            ("AND", "true", _) => new TypedSql(right, SqlKind.Boolean),
            ("AND", _, "true") => new TypedSql(left, SqlKind.Boolean),
            ("OR", "true", _) or ("OR", _, "true") => TypedSql.Atom("true", SqlKind.Boolean),
            _ => new TypedSql($"{left} {binary.Operator} {right}", SqlKind.Boolean),
        };
    }

    private TypedSql Arithmetic(SqliteNode.Binary binary)
    {
        var (left, right) = (Number(binary.Left), Number(binary.Right));
        var kind = (left.Kind, right.Kind) switch
        {
            (SqlKind.Real, _) or (_, SqlKind.Real) => SqlKind.Real,
            (SqlKind.Numeric, _) or (_, SqlKind.Numeric) => SqlKind.Numeric,
            _ => SqlKind.Integer,
        };
        if (binary.Operator is "%" or "&" or "|" or "<<" or ">>")
        {
            if (kind != SqlKind.Integer) throw NotInteger(binary.Operator);
            if (binary.Operator is "<<" or ">>")
            {
                return new TypedSql($"{left.Operand}::bigint {binary.Operator} {right.Operand}::integer", kind);
            }
        }

        if (binary.Operator is not ("/" or "%")) return new TypedSql($"{Wide(left)} {binary.Operator} {Wide(right)}", kind);

        // A numeric column may hold integers in SQLite, and two integers divide without a rest there.
        if (kind == SqlKind.Numeric) throw new UntranslatableException("it divides numbers that may be integers or not");
        var isLiteral = Resolve(binary.Right) is SqliteNode.Literal literal
            && LiteralConversion.NumberText(literal)?.Trim('0', '.', '-') is { Length: > 0 };
        var divisor = isLiteral ? right.Operand : $"nullif({right.Sql}, 0)";
        var dividend = kind == SqlKind.Real && left.Kind == SqlKind.Integer ? $"{left.Operand}::double precision" : left.Operand;
        return new TypedSql($"{dividend} {binary.Operator} {divisor}", kind);
    }

    /// <summary>SQLite computes with 64 bits.</summary>
    private static string Wide(TypedSql value) => value.Column is { } column && TypedSql.IsNarrow(column) ? $"{value.Operand}::bigint" : value.Operand;

    /// <summary>The expression as a number, as SQLite's operators take it.</summary>
    public TypedSql Number(SqliteNode node)
    {
        var value = Translate(node);
        if (value.IsNumber) return value;
        return (value.Kind, value.Column?.Conversion) switch
        {
            (SqlKind.Null, _) => value,
            (SqlKind.Boolean, _) => TypedSql.Atom($"{value.Operand}::integer", SqlKind.Integer),
            (_, ValueConversion.EpochSeconds) => TypedSql.Atom($"extract(epoch FROM ({value.Operand} AT TIME ZONE 'UTC'))", SqlKind.Numeric),
            (_, ValueConversion.EpochMilliseconds) => TypedSql.Atom($"(extract(epoch FROM ({value.Operand} AT TIME ZONE 'UTC')) * 1000)", SqlKind.Numeric),
            _ => throw new UntranslatableException("it computes with something that is no number"),
        };
    }

    /// <summary>The expression as a text operand, as SQLite's operators take it.</summary>
    public string Text(SqliteNode node)
    {
        var value = Translate(node);
        return value.Kind switch
        {
            SqlKind.Text => value.Operand,
            SqlKind.Integer or SqlKind.Uuid => $"{value.Operand}::text",
            SqlKind.Boolean when value.Column is null => $"{value.Operand}::integer::text",
            SqlKind.Null => "NULL::text",
            _ => throw new UntranslatableException($"it takes a value of the kind {value.Kind.ToString().ToLowerInvariant()} for text"),
        };
    }

    /// <summary>
    /// lower() or upper(), which change the letters A to Z only in SQLite. An index keeps the function as applications call it.
    /// PostgreSQL 15 cannot compute either of a literal in a generated column, before it knows the collation.
    /// </summary>
    public string WithoutCase(string function, SqliteNode node, string sql)
    {
        if (Resolve(node) is SqliteNode.Literal { Kind: SqliteTokenKind.String } literal)
        {
            return SqlText.Literal(function == "lower" ? SqliteName.Fold(literal.Text) : string.Concat(literal.Text.Select(AsciiUpper))).TrimStart();
        }

        return context.Purpose is ExpressionPurpose.Generated or ExpressionPurpose.Check ? $"{function}({sql} COLLATE \"C\")" : $"{function}({sql})";
    }

    private static char AsciiUpper(char character) => char.IsAsciiLetterLower(character) ? (char)(character & ~0x20) : character;

    private TypedSql Case(SqliteNode.Case branch)
    {
        var sql = new StringBuilder("CASE");
        var results = branch.Branches.Select(pair => pair.Then).Append(branch.Else ?? new SqliteNode.Literal(SqliteTokenKind.Word, "NULL"))
            .ToList();
        var (values, kind) = comparisons.Unify(results);
        for (var index = 0; index < branch.Branches.Count; index++)
        {
            var when = branch.Branches[index].When;
            var condition = branch.Operand is null
                ? Condition(when)
                : comparisons.Compare(new SqliteNode.Binary("=", branch.Operand, when)).Sql;
            sql.Append(" WHEN ").Append(condition).Append(" THEN ").Append(values[index]);
        }

        if (branch.Else is not null) sql.Append(" ELSE ").Append(values[^1]);
        return TypedSql.Atom(sql.Append(" END").ToString(), kind);
    }

    private TypedSql Cast(SqliteNode.Cast cast)
    {
        if (Instants.Read(Resolve(cast.Operand)) is { Form: InstantForm.Format } instant && InstantWriter.AsNumber(instant) is { } field
            && DeclaredType.AffinityOf(cast.Type) == SqliteAffinity.Integer)
        {
            InstantWriter.RefuseNow(instant, context.NeedsImmutable);
            return field;
        }

        var value = Translate(cast.Operand);
        return (DeclaredType.AffinityOf(cast.Type), value.Kind) switch
        {
            (SqliteAffinity.Integer or SqliteAffinity.Numeric, SqlKind.Integer) => value,
            (SqliteAffinity.Integer or SqliteAffinity.Real, SqlKind.Boolean) => Number(cast.Operand),
            (SqliteAffinity.Integer, SqlKind.Real or SqlKind.Numeric) => TypedSql.Atom($"trunc({value.Sql})::bigint", SqlKind.Integer),
            (SqliteAffinity.Real, SqlKind.Integer or SqlKind.Real or SqlKind.Numeric) =>
                TypedSql.Atom($"{value.Operand}::double precision", SqlKind.Real),
            (SqliteAffinity.Text, _) => TypedSql.Atom(Text(cast.Operand), SqlKind.Text),
            (_, SqlKind.Null) => value,
            _ => throw new UntranslatableException(
                $"CAST of a value of the kind {value.Kind.ToString().ToLowerInvariant()} to {cast.Type} has no certain translation"),
        };
    }

    private TypedSql Collate(SqliteNode.Collate collate)
    {
        var value = Translate(collate.Operand);
        return collate.Collation.ToUpperInvariant() switch
        {
            _ when value.Kind != SqlKind.Text => value,
            "BINARY" => value,
            "NOCASE" => TypedSql.Atom($"lower({value.Sql})", SqlKind.Text),
            "RTRIM" => TypedSql.Atom($"rtrim({value.Sql})", SqlKind.Text),
            _ => throw new UntranslatableException($"the collating sequence {collate.Collation} is the application's own"),
        };
    }

    public string RandomUuid()
    {
        if (context.NeedsImmutable) throw new UntranslatableException("it is random");
        return context.ServerVersion is { Major: < 13 }
            ? throw new UntranslatableException("gen_random_uuid() came with PostgreSQL 13")
            : "gen_random_uuid()";
    }

    private static UntranslatableException NotInteger(string @operator) => new($"{@operator} works on integers only");
}

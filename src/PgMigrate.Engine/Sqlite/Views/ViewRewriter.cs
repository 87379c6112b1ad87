using System.Text;

namespace PgMigrate.Engine.Sqlite;

/// <summary>Writes a view's query in PostgreSQL's words.</summary>
internal sealed partial class ViewRewriter(string sql, IReadOnlyList<SqliteToken> tokens, ViewNames names, SqliteEntryOptions options)
{
    private readonly StringBuilder output = new();
    private readonly ViewDivision division = new(sql, tokens, names);
    private int end;

    public string Rewrite()
    {
        Write(0, tokens.Count - 1);
        return output.ToString().Trim();
    }

    private void Write(int from, int upto)
    {
        var outer = end;
        end = upto;
        for (var index = from; index < upto; index++) index = WriteToken(index);
        end = outer;
    }

    /// <summary>Writes one token, or several that belong together, and returns the last one's position.</summary>
    private int WriteToken(int index)
    {
        var token = tokens[index];
        switch (token.Kind)
        {
            case SqliteTokenKind.Word when tokens[index + 1].IsOperator("(") && !ViewWords.IsKeyword(token.Text) && !names.IsAlias(token.Text):
                return WriteCall(index);
            case SqliteTokenKind.Word when token.IsWord("CAST"):
                return WriteCast(index);
            case SqliteTokenKind.Word when token.IsWord("LIKE"):
                Append("ILIKE");
                return index;
            case SqliteTokenKind.Word when token.IsWord("IS"):
                return WriteIs(index);
            case SqliteTokenKind.Word when ViewWords.IsKeyword(token.Text) && !IsQualified(index):
                if (ViewWords.IsUntranslatable(token.Text)) throw new UntranslatableException($"{token.Text.ToUpperInvariant()} has no certain translation");
                Append(token.Text.ToUpperInvariant());
                return index;
            case SqliteTokenKind.String when index > 0 && tokens[index - 1].IsWord("AS"):
                Append(SqlText.Identifier(names.Fold(token.Text)));
                return index;
            case SqliteTokenKind.Word or SqliteTokenKind.DoubleQuoted or SqliteTokenKind.QuotedName:
                return WriteName(index);
            case SqliteTokenKind.String:
                Append(SqlText.Literal(token.Text).TrimStart());
                return index;
            case SqliteTokenKind.Integer or SqliteTokenKind.Real:
                Append(LiteralConversion.NumberText(new SqliteNode.Literal(token.Kind, token.Text)) ?? throw new UntranslatableException("a number is out of range"));
                return index;
            case SqliteTokenKind.Operator when token.Text is "->" or "->>":
                throw new UntranslatableException("the type of a JSON member is not known");
            case SqliteTokenKind.Operator when token.Text is "/" or "%":
                return WriteDivision(index);
            case SqliteTokenKind.Operator when token.Text == "||":
                RequireNoArithmetic(index, -1);
                RequireNoArithmetic(index, +1);
                Append("||");
                return index;
            case SqliteTokenKind.Operator:
                Append(token.Text == "==" ? "=" : token.Text);
                return index;
            default:
                throw new UntranslatableException($"'{token.Text}' has no certain translation");
        }
    }

    private int WriteDivision(int index)
    {
        var (divisorEnd, mayBeZero) = division.Look(index);
        Append(tokens[index].Text);
        if (mayBeZero) Append("nullif(");
        Write(index + 1, divisorEnd);
        if (mayBeZero) Append(", 0)");
        return divisorEnd - 1;
    }

    /// <summary>
    /// SQLite joins text before it calculates, PostgreSQL after it: <c>a || b * 2</c> is not the same. Looks from the operator to the end of
    /// its expression, over what is in parentheses.
    /// </summary>
    private void RequireNoArithmetic(int index, int direction)
    {
        for (var (place, depth) = (index + direction, 0); place >= 0 && place < tokens.Count; place += direction)
        {
            var token = tokens[place];
            var step = token.IsOperator("(") || token.IsWord("CASE") ? direction : token.IsOperator(")") || token.IsWord("END") ? -direction : 0;
            depth += step;
            if (depth < 0) return;
            if (depth > 0 || step != 0) continue;
            if (IsArithmetic(token)) throw new UntranslatableException("it calculates with what || joins, which PostgreSQL does in another order");
            var isJoined = token.Kind != SqliteTokenKind.Operator || token.Text is "||" or ".";
            if (!isJoined || (token.Kind == SqliteTokenKind.Word && ViewWords.IsKeyword(token.Text) && !IsQualified(place))) return;
        }
    }

    private bool IsQualified(int index) => index > 0 && tokens[index - 1].IsOperator(".");

    private void Append(string text)
    {
        var isTight = text is "," or ")" or "." || output.Length == 0 || output[^1] is '(' or '.';
        if (!isTight) output.Append(' ');
        output.Append(text);
    }

    private int WriteName(int index)
    {
        var token = tokens[index];
        if (IsRelationPlace(index) && names.RelationOf(token.Text) is { } relation)
        {
            Append(SqlText.Qualified(names.Schema, relation));
            return index;
        }

        if (token.Text.Equals("main", StringComparison.OrdinalIgnoreCase) && tokens[index + 1].IsOperator(".") && names.IsRelation(tokens[index + 2].Text))
        {
            return WriteName(index + 2);
        }

        var qualifier = IsQualified(index) ? tokens[index - 2].Text : null;
        if (names.Find(qualifier, token.Text) is not { } name)
        {
            if (token.Kind != SqliteTokenKind.DoubleQuoted || IsQualified(index)) throw new UntranslatableException($"the name '{token.Text}' is not known");
            Append(SqlText.Literal(token.Text).TrimStart());
            return index;
        }

        Append(SqlText.Identifier(name));
        if (names.ColumnOf(qualifier, token.Text) is not { } column) return index;
        RequireSameText(column, index);
        if (TypedSql.IsNarrow(column) && (IsArithmetic(tokens[index + 1]) || IsArithmetic(tokens[FirstOf(index) - 1]))) output.Append("::bigint");
        return WriteComparison(column, index);
    }

    /// <summary>Booleans, reals and points in time are written otherwise as text.</summary>
    private void RequireSameText(ColumnMapping column, int index)
    {
        if (!tokens[index + 1].IsOperator("||") && !tokens[FirstOf(index) - 1].IsOperator("||")) return;
        if (TypedSql.KindOf(column) is SqlKind.Text or SqlKind.Integer or SqlKind.Uuid or SqlKind.Date or SqlKind.Json) return;
        throw new UntranslatableException($"it makes text of '{column.Column.Name}', which PostgreSQL writes otherwise");
    }

    /// <summary>Where a name with its qualifiers begins.</summary>
    private int FirstOf(int index)
    {
        while (index > 1 && tokens[index - 1].IsOperator(".")) index -= 2;
        return index;
    }

    private static bool IsArithmetic(SqliteToken token) => token.Kind == SqliteTokenKind.Operator && token.Text is "+" or "-" or "*";

    /// <summary>Whether a table's name stands here: behind FROM or JOIN, or in a list of tables.</summary>
    private bool IsRelationPlace(int index)
    {
        if (index == 0 || tokens[index + 1].IsOperator(".") || tokens[index + 1].IsOperator("(")) return false;
        var before = tokens[index - 1];
        if (before.IsOperator(".")) return index > 1 && tokens[index - 2].IsWord("main");
        if (before.IsWord("FROM") || before.IsWord("JOIN")) return true;
        return (before.IsOperator(",") || before.IsOperator("(")) && IsInFrom(index - 1);
    }

    private bool IsInFrom(int index)
    {
        for (var depth = 0; index >= 0; index--)
        {
            var token = tokens[index];
            if (token.IsOperator(")")) depth++;
            else if (token.IsOperator("(") && depth > 0) depth--;
            else if (depth == 0 && (token.IsWord("FROM") || token.IsWord("JOIN"))) return true;
            else if (depth == 0 && token.Kind == SqliteTokenKind.Word && token.Text.ToUpperInvariant() is "SELECT" or "WHERE" or "ON" or "BY" or "USING" or "HAVING" or "IN") return false;
        }

        return false;
    }

    /// <summary>A column compared with a literal: the literal as a value of the column's type.</summary>
    private int WriteComparison(ColumnMapping column, int index)
    {
        if (KeyCollation.Matters(column) && (IsComparison(tokens[index + 1]) || (index > 0 && IsComparison(tokens[index - 1]))))
        {
            throw new UntranslatableException($"it compares '{column.Column.Name}' with COLLATE {column.Column.Collation}");
        }

        var closing = ClosingAround(index);
        var comparison = index + closing + 1;
        var isWordy = tokens[comparison].IsWord("IS");
        var position = comparison + (isWordy && tokens[comparison + 1].IsWord("NOT") ? 2 : 1);
        if (comparison >= end || !IsComparison(tokens[comparison]) || position >= tokens.Count - 1 || ContinuesOperand(tokens[position + 1])) return index;
        var literal = tokens[position];
        var isText = literal.Kind == SqliteTokenKind.String && TypedSql.KindOf(column) is SqlKind.Text or SqlKind.Other;
        if (literal.Kind is not (SqliteTokenKind.Integer or SqliteTokenKind.Real or SqliteTokenKind.String) || isText) return index;

        Write(index + 1, comparison);
        if (isWordy) WriteIs(comparison);
        else WriteToken(comparison);
        Append(LiteralConversion.To(new SqliteNode.Literal(literal.Kind, literal.Text), column, isComparison: true));
        return position;
    }

    /// <summary>The number of parentheses that stand around the column alone.</summary>
    private int ClosingAround(int index)
    {
        var start = index;
        while (start > 1 && tokens[start - 1].IsOperator(".")) start -= 2;
        var closing = 0;
        while (start - closing > 1 && tokens[start - closing - 1].IsOperator("(") && tokens[index + closing + 1].IsOperator(")")
            && !IsCallParenthesis(start - closing - 1)) closing++;
        return closing;
    }

    /// <summary>Whether a function's arguments or a list begins here: not a parenthesis of a mere expression.</summary>
    private bool IsCallParenthesis(int index) =>
        tokens[index - 1].IsName && !(tokens[index - 1].Kind == SqliteTokenKind.Word && tokens[index - 1].Text.ToUpperInvariant() is "WHERE" or "AND" or "OR" or "NOT" or "ON" or "WHEN" or "HAVING" or "SELECT");

    private static bool IsComparison(SqliteToken token) =>
        token.IsWord("IS") || token.IsWord("LIKE") || token.IsWord("IN")
        || (token.Kind == SqliteTokenKind.Operator && token.Text is "=" or "==" or "<>" or "!=" or "<" or "<=" or ">" or ">=");

    private static bool ContinuesOperand(SqliteToken token) =>
        token.Kind == SqliteTokenKind.Operator && token.Text is not (")" or "," or ";" or "=" or "==" or "<>" or "!=");

    private int WriteIs(int index)
    {
        var isNegated = tokens[index + 1].IsWord("NOT");
        var next = tokens[index + (isNegated ? 2 : 1)];
        if (next.IsWord("NULL") || next.IsWord("TRUE") || next.IsWord("FALSE") || next.IsWord("DISTINCT")) Append(isNegated ? "IS NOT" : "IS");
        else Append(isNegated ? "IS DISTINCT FROM" : "IS NOT DISTINCT FROM");
        return isNegated ? index + 1 : index;
    }
}

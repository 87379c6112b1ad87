using System.Text;

namespace PgMigrate.Engine.Sqlite;

/// <summary>
/// Finds what a view's / and % divide. Integers divide without a rest in both databases and reals with one; numbers that are either,
/// row by row, divide otherwise in SQLite than any type of PostgreSQL.
/// </summary>
internal sealed class ViewDivision(string sql, IReadOnlyList<SqliteToken> tokens, ViewNames names)
{
    private readonly ViewNumbers numbers = new(names);

    /// <summary>Looks at the operator's operands: where the divisor ends, and whether it may be zero, which gives NULL in SQLite.</summary>
    /// <exception cref="UntranslatableException">PostgreSQL would divide them otherwise, or what they are is not known.</exception>
    public (int End, bool MayBeZero) Look(int index)
    {
        var end = DivisorEnd(index);
        var (dividend, divisor) = (KindOf(DividendStart(index), index), KindOf(index + 1, end));
        if (dividend == SqlKind.Other || divisor == SqlKind.Other) throw new UntranslatableException("it divides something of which it is not known what numbers it is");
        var isInteger = dividend == SqlKind.Integer && divisor == SqlKind.Integer;
        if (tokens[index].Text == "%" && !isInteger) throw new UntranslatableException("% works on integers only");
        if (!isInteger && dividend != SqlKind.Real && divisor != SqlKind.Real) throw new UntranslatableException("it divides numbers that may be integers or not");
        var isLiteral = end == index + 2 && tokens[end - 1].Kind is SqliteTokenKind.Integer or SqliteTokenKind.Real;
        return (end, !isLiteral || tokens[end - 1].Text.AsSpan().IndexOfAnyInRange('1', '9') < 0);
    }

    /// <summary>Which numbers the tokens give.</summary>
    public SqlKind KindOf(int from, int upto)
    {
        try
        {
            return numbers.KindOf(SqliteExpressionParser.Parse(TextOf(from, upto)));
        }
        catch (SqliteSyntaxException)
        {
            return SqlKind.Other;
        }
    }

    /// <summary>The tokens as written, but for what makes an aggregate of a call: that changes no type.</summary>
    private string TextOf(int from, int upto)
    {
        var text = new StringBuilder();
        for (var index = from; index < upto; index++)
        {
            if (tokens[index].IsWord("DISTINCT") && tokens[index - 1].IsOperator("(")) continue;
            var isAll = tokens[index].IsOperator("*") && tokens[index - 1].IsOperator("(");
            text.Append(isAll ? "1" : sql[tokens[index].Start..tokens[index].End]).Append(' ');
        }

        return text.ToString();
    }

    /// <summary>All that is multiplied and divided before the operator.</summary>
    private int DividendStart(int index)
    {
        for (var start = OperandStart(index - 1); ;)
        {
            var before = tokens[start - 1];
            if (IsSign(before) && IsBeforeOperand(tokens[start - 2])) start--;
            else if (before.Kind == SqliteTokenKind.Operator && before.Text is "*" or "/" or "%" or "||") start = OperandStart(start - 2);
            else return start;
        }
    }

    private int OperandStart(int last)
    {
        var start = last;
        if (tokens[last].IsOperator(")"))
        {
            start = Opening(last, token => token.IsOperator("("), token => token.IsOperator(")"));
            var before = tokens[start - 1];
            if (before.IsWord("OVER") || before.IsWord("FILTER")) throw new UntranslatableException("it divides the result of a window or filter");
            return before.Kind == SqliteTokenKind.Word && (before.IsWord("CAST") || !ViewWords.IsKeyword(before.Text)) ? start - 1 : start;
        }

        if (tokens[last].IsWord("END")) return Opening(last, token => token.IsWord("CASE"), token => token.IsWord("END"));
        while (tokens[start - 1].IsOperator(".")) start -= 2;
        return start;
    }

    private int Opening(int last, Func<SqliteToken, bool> opens, Func<SqliteToken, bool> closes)
    {
        for (var (index, depth) = (last, 0); index > 0; index--)
        {
            if (closes(tokens[index])) depth++;
            else if (opens(tokens[index]) && --depth == 0) return index;
        }

        throw new SqliteSyntaxException("a parenthesis or CASE is not opened");
    }

    private int DivisorEnd(int index)
    {
        var first = index + 1;
        while (IsSign(tokens[first])) first++;
        var last = first;
        while (tokens[last + 1].IsOperator(".")) last += 2;
        if (tokens[first].IsWord("CASE")) last = Closing(first, token => token.IsWord("CASE"), token => token.IsWord("END"));
        else if (tokens[last].IsOperator("(")) last = ClosingParenthesis(last);
        else if (tokens[last + 1].IsOperator("(")) last = ClosingParenthesis(last + 1);
        var next = tokens[last + 1];
        return next.IsOperator("||") || next.IsWord("OVER") || next.IsWord("FILTER")
            ? throw new UntranslatableException($"it divides by the result of {next.Text}")
            : last + 1;
    }

    private int ClosingParenthesis(int first) => Closing(first, token => token.IsOperator("("), token => token.IsOperator(")"));

    private int Closing(int first, Func<SqliteToken, bool> opens, Func<SqliteToken, bool> closes)
    {
        for (var (index, depth) = (first, 0); index < tokens.Count; index++)
        {
            if (opens(tokens[index])) depth++;
            else if (closes(tokens[index]) && --depth == 0) return index;
        }

        throw new SqliteSyntaxException("a parenthesis or CASE is not closed");
    }

    private static bool IsSign(SqliteToken token) => token.Kind == SqliteTokenKind.Operator && token.Text is "+" or "-";

    /// <summary>Whether an operand follows this token, so that a sign behind it belongs to the operand.</summary>
    private static bool IsBeforeOperand(SqliteToken token) =>
        (token.Kind == SqliteTokenKind.Operator && token.Text != ")")
        || (token.Kind == SqliteTokenKind.Word && ViewWords.IsKeyword(token.Text) && !token.IsWord("END") && !token.IsWord("NULL"));
}

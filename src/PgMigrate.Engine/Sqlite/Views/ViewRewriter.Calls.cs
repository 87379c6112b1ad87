namespace PgMigrate.Engine.Sqlite;

/// <content>Casts, functions and aggregates.</content>
internal sealed partial class ViewRewriter
{
    private int WriteCast(int index)
    {
        var end = Closing(index + 1);
        var asWord = end;
        while (asWord > index && !tokens[asWord].IsWord("AS")) asWord--;
        var type = string.Join(' ', Enumerable.Range(asWord + 1, end - asWord - 1).Select(position => tokens[position].Text));
        var target = ViewWords.CastTypeOf(type) ?? throw new UntranslatableException($"CAST to {type} has no certain translation");
        Append("CAST");
        Append(target == "bigint" ? "(trunc(CAST(" : "(");
        Write(index + 2, asWord);

        // A cast to an integer rounds in PostgreSQL and truncates in SQLite.
        if (target == "bigint") Append("AS numeric))");
        Append($"AS {target})");
        return end;
    }

    private int WriteCall(int index)
    {
        var name = tokens[index].Text.ToLowerInvariant();
        var end = Closing(index + 1);
        if (name is "group_concat" or "string_agg") return WriteAggregatedText(index, end);
        if (name == "sum" && division.KindOf(index + 2, end) == SqlKind.Integer && !IsWindow(tokens[end + 1])) return WriteIntegerSum(index, end);
        if (name == "round" && WriteRound(index, end)) return end;
        if (name is "max" or "min")
        {
            if (Separator(index + 2, end) is not null) return WriteExpression(index, end);
            return WriteFunction(name, index, end);
        }

        return ViewWords.FunctionOf(name) is { } function ? WriteFunction(function, index, end) : WriteExpression(index, end);
    }

    private static bool IsWindow(SqliteToken token) => token.IsWord("OVER") || token.IsWord("FILTER");

    /// <summary>A sum of bigint is numeric in PostgreSQL and would divide with a rest.</summary>
    private int WriteIntegerSum(int index, int end)
    {
        Append("CAST(");
        WriteFunction("sum", index, end);
        Append("AS bigint)");
        return end;
    }

    /// <summary>PostgreSQL rounds to digits only what is numeric.</summary>
    private bool WriteRound(int index, int end)
    {
        var separator = Separator(index + 2, end);
        if (separator is { } comma && !(comma + 2 == end && tokens[comma + 1].Kind == SqliteTokenKind.Integer)) return false;
        Append("round(CAST(");
        Write(index + 2, separator ?? end);
        Append("AS numeric)");
        if (separator is not null) Write(separator.Value, end);
        Append(")");
        return true;
    }

    private int WriteFunction(string function, int index, int end)
    {
        Append(function + "(");
        Write(index + 2, end);
        Append(")");
        return end;
    }

    private int WriteAggregatedText(int index, int end)
    {
        var from = index + 2;
        Append("string_agg(");
        if (tokens[from].IsWord("DISTINCT"))
        {
            Append("DISTINCT");
            from++;
        }

        var separator = Separator(from, end);
        Append("CAST(");
        Write(from, separator ?? end);
        Append("AS text)");
        Append(",");
        if (separator is null) Append("','");
        else Write(separator.Value + 1, end);
        Append(")");
        return end;
    }

    /// <summary>A function that only the expressions' translation knows.</summary>
    private int WriteExpression(int index, int end)
    {
        var text = sql[tokens[index].Start..tokens[end].End];
        var context = new ExpressionContext { Purpose = ExpressionPurpose.Check, Columns = names.PlainColumns, ServerVersion = options.ServerVersion };
        Append(new ExpressionTranslator(context).Translate(SqliteExpressionParser.Parse(text)).Operand);
        return end;
    }

    private int? Separator(int from, int end)
    {
        for (var (index, depth) = (from, 0); index < end; index++)
        {
            if (tokens[index].IsOperator("(")) depth++;
            else if (tokens[index].IsOperator(")")) depth--;
            else if (depth == 0 && tokens[index].IsOperator(",")) return index;
        }

        return null;
    }

    private int Closing(int open)
    {
        for (var (index, depth) = (open, 0); index < tokens.Count; index++)
        {
            if (tokens[index].IsOperator("(")) depth++;
            else if (tokens[index].IsOperator(")") && --depth == 0) return index;
        }

        throw new SqliteSyntaxException("a parenthesis is not closed");
    }
}

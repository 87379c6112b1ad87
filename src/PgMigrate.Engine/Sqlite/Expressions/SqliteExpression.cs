namespace PgMigrate.Engine.Sqlite;

/// <summary>Translates SQLite's expressions to PostgreSQL: what is known for sure, and nothing else.</summary>
public static class SqliteExpression
{
    /// <summary>The expression in PostgreSQL's words, or the reason why there is none. Never throws for what the expression says.</summary>
    /// <param name="expression">The expression, as SQLite keeps it.</param>
    /// <param name="context">The columns that it may name and what it is for.</param>
    public static TranslatedExpression Translate(string expression, ExpressionContext context)
    {
        try
        {
            var translator = new ExpressionTranslator(context);
            var node = SqliteExpressionParser.Parse(expression);
            var sql = context.Purpose switch
            {
                ExpressionPurpose.Default or ExpressionPurpose.Generated => new AssignmentTranslation(translator, context).Translate(node),
                ExpressionPurpose.Index => translator.Translate(node).Sql,
                _ => translator.Condition(node),
            };
            return new TranslatedExpression { Sql = sql };
        }
        catch (Exception exception) when (exception is SqliteSyntaxException or UntranslatableException)
        {
            return new TranslatedExpression { Reason = exception.Message };
        }
    }
}

using System.Text;
using PgMigrate.Engine.Archives;

namespace PgMigrate.Engine.Transfer;

/// <summary>
/// Gives names that have moved to another schema their new place in SQL: token by token, so that neither strings nor comments nor other
/// things of the schema are touched. Pure.
/// </summary>
/// <param name="homes">The new schema of each name that has moved, by its schema and name.</param>
internal sealed class MovedNames(IReadOnlyDictionary<(string Schema, string Name), string> homes)
{
    private const string OperatorCharacters = "+-*/<>=~!@#%^&|`?";

    public bool IsEmpty => homes.Count == 0;

    /// <summary>The statements with the new names.</summary>
    /// <param name="sql">The statements.</param>
    /// <param name="withBodies">Whether quoted text is a routine's body, whose names move too.</param>
    public string Rewrite(string sql, bool withBodies = false)
    {
        if (IsEmpty || sql.Length == 0) return sql;
        var tokens = new StatementTokens(sql);
        StringBuilder? written = null;
        var place = 0;
        for (var index = 0; index < tokens.Count; index++)
        {
            if (Replacement(sql, tokens, index, withBodies) is not { } text) continue;
            written ??= new(sql.Length + 64);
            written.Append(sql, place, tokens.TokenAt(index).Start - place).Append(text);
            place = tokens.TokenAt(index).End;
        }

        return written is null ? sql : written.Append(sql, place, sql.Length - place).ToString();
    }

    /// <summary>What stands for the token from now on; null where it stays.</summary>
    private string? Replacement(string sql, StatementTokens tokens, int index, bool withBodies)
    {
        if (tokens.NameAt(index) is { } schema)
        {
            // In a.b.c only c can be the name of an object, and this very database's.
            if (tokens.KindOf(index - 1) == SqlTokenKind.Dot || tokens.KindOf(index + 1) != SqlTokenKind.Dot) return null;
            var name = tokens.NameAt(index + 2) ?? OperatorAt(sql, tokens, index + 2);
            return name is not null && homes.TryGetValue((schema, name), out var home) ? SqlText.Name(home) : null;
        }

        if (tokens.StringAt(index) is { } literal) return IsObjectName(tokens, index) ? InLiteral(literal) : null;
        return withBodies && tokens[index] is ['$', .., '$'] ? InBody(tokens[index].ToString()) : null;
    }

    /// <summary>The name of an object as a constant, such as 'public.english'::regconfig.</summary>
    private static bool IsObjectName(StatementTokens tokens, int index)
        => tokens[index + 1] is ":" && tokens[index + 2] is ":" && tokens[index + 3].StartsWith("reg", StringComparison.OrdinalIgnoreCase);

    private string? InLiteral(string name)
    {
        try
        {
            var moved = Rewrite(name);
            return moved == name ? null : SqlText.StandardLiteral(moved);
        }
        catch (MigrationException error) when (error.ErrorId == SqlLexer.UnterminatedQuote)
        {
            return null;
        }
    }

    /// <summary>A body that is not SQL, and ends in the midst of something, stays as it is.</summary>
    private string? InBody(string quoted)
    {
        var tag = quoted[..(quoted.IndexOf('$', 1) + 1)];
        var body = quoted[tag.Length..^tag.Length];
        try
        {
            var moved = Rewrite(body, withBodies: true);
            return moved == body ? null : tag + moved + tag;
        }
        catch (MigrationException error) when (error.ErrorId == SqlLexer.UnterminatedQuote)
        {
            return null;
        }
    }

    /// <summary>The characters of an operator, in OPERATOR(schema.=).</summary>
    private static string? OperatorAt(string sql, StatementTokens tokens, int index)
    {
        if (index >= tokens.Count) return null;
        var start = tokens.TokenAt(index).Start;
        var length = sql.AsSpan(start).IndexOfAnyExcept(OperatorCharacters);
        if (length < 0) length = sql.Length - start;
        return length > 0 ? sql.Substring(start, length) : null;
    }
}

using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Archives;

/// <summary>What an archive's COPY … FROM stdin says of the rows behind it.</summary>
/// <param name="Table">The table; its schema is the entry's where archives before version 1.13 name none.</param>
/// <param name="Columns">The columns, in the rows' order.</param>
internal sealed record CopyStatement(QualifiedName Table, IReadOnlyList<string> Columns)
{
    /// <summary>Understands the statement as pg_dump writes it; null for any other.</summary>
    public static CopyStatement? Parse(string text, string? schema)
    {
        try
        {
            return new Parser(text).Parse(schema);
        }
        catch (MigrationException error) when (error.ErrorId == "UnterminatedQuote")
        {
            return null;
        }
    }

    private ref struct Parser(string text)
    {
        private SqlLexer lexer = new(text);
        private SqlToken token;

        public CopyStatement? Parse(string? schema)
        {
            Move();
            if (!Take("COPY") || Name() is not { } name) return null;
            if (token.Kind == SqlTokenKind.Dot)
            {
                Move();
                schema = name;
                if (Name() is not { } table) return null;
                name = table;
            }

            if (schema is null || Columns() is not { } columns || !Take("FROM") || !Take("stdin")) return null;
            if (token.Kind == SqlTokenKind.Semicolon) Move();
            return token.Kind == SqlTokenKind.End ? new(new(schema, name), columns) : null;
        }

        private List<string>? Columns()
        {
            var columns = new List<string>();
            if (token.Kind != SqlTokenKind.OpenParenthesis) return columns;
            do
            {
                Move();
                if (Name() is not { } column) return null;
                columns.Add(column);
            }
            while (Is(','));
            if (token.Kind != SqlTokenKind.CloseParenthesis) return null;
            Move();
            return columns;
        }

        private string? Name()
        {
            var word = text[token.Start..token.End];
            var name = token.Kind == SqlTokenKind.Word ? word.ToLowerInvariant() : word is ['"', _, .., '"'] ? word[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : null;
            if (name is not null) Move();
            return name;
        }

        private bool Take(string word)
        {
            if (!lexer.Is(token, word)) return false;
            Move();
            return true;
        }

        private readonly bool Is(char character) => token.Kind == SqlTokenKind.Other && text[token.Start] == character && token.End == token.Start + 1;

        private void Move() => token = lexer.Next();
    }
}

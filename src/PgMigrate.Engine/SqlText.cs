using System.Buffers;
using System.Text;

namespace PgMigrate.Engine;

/// <summary>Quotes names and literals for PostgreSQL. Every statement of the engine is built with these.</summary>
public static class SqlText
{
    private static readonly SearchValues<char> PlainCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_");

    /// <summary>The name in double quotes, always: <c>"Order ""x"""</c>.</summary>
    public static string Identifier(string name)
    {
        if (name.Contains('\0', StringComparison.Ordinal))
        {
            throw new MigrationException("InvalidIdentifier", MigrationErrorCategory.InvalidArgument, "A name holds a NUL character.")
            {
                Subject = name.Replace('\0', '␀'),
                Remedy = "Rename the object in the source.",
            };
        }

        return "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
    }

    /// <summary>
    /// The name as pg_dump writes it, for entries that others read and compare: in double quotes only where it needs them.
    /// </summary>
    public static string Name(string name)
        => name is [(>= 'a' and <= 'z') or '_', ..] && !name.AsSpan().ContainsAnyExcept(PlainCharacters) && !PgKeywords.Contains(name)
            ? name
            : Identifier(name);

    /// <summary>Schema and name, each as <see cref="Name(string)"/> writes it.</summary>
    public static string Name(string? schema, string name) => schema is null ? Name(name) : Name(schema) + "." + Name(name);

    /// <summary>Schema and name, each in double quotes.</summary>
    public static string Qualified(string schema, string name) => Identifier(schema) + "." + Identifier(name);

    /// <summary>The names in double quotes, with commas between.</summary>
    public static string List(IEnumerable<string> names) => string.Join(", ", names.Select(Identifier));

    /// <summary>The text as a literal as pg_dump writes it, for entries: standard_conforming_strings is on wherever they are restored.</summary>
    public static string StandardLiteral(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";

    /// <summary>The text as a literal that means the same whatever standard_conforming_strings says.</summary>
    public static string Literal(string text)
    {
        var escaped = text.Contains('\\', StringComparison.Ordinal);
        var literal = new StringBuilder(text.Length + 4).Append(escaped ? " E'" : "'");
        foreach (var character in text)
        {
            if (character is '\'' or '\\') literal.Append(character);
            literal.Append(character);
        }

        return literal.Append('\'').ToString();
    }
}

using System.Text;

namespace PgMigrate.Engine.Archives;

/// <summary>psql's command that connects to another database (PostgreSQL, string_utils.c, appendPsqlMetaConnect). Pure.</summary>
internal static class ScriptConnect
{
    /// <exception cref="MigrationException">NameNotWritable: psql's commands end with their line.</exception>
    public static string Write(string database)
    {
        if (database.AsSpan().ContainsAny('\n', '\r'))
        {
            throw new MigrationException("NameNotWritable", MigrationErrorCategory.InvalidData, "The database's name holds a line break, which no script can connect to.")
            {
                Subject = database,
                Remedy = "Leave -Create out, or choose -Format Custom.",
            };
        }

        return database.All(IsPlain)
            ? $"\\connect {SqlText.Name(database)}\n"
            : $"\\connect -reuse-previous=on {SqlText.Identifier("dbname=" + Value(database))}\n";
    }

    /// <summary>A value of a connection string, always in quotes because something in it needs them.</summary>
    private static string Value(string text)
    {
        var value = new StringBuilder("'");
        foreach (var character in text)
        {
            if (character is '\'' or '\\') value.Append('\\');
            value.Append(character);
        }

        return value.Append('\'').ToString();
    }

    private static bool IsPlain(char character) => char.IsAsciiLetterOrDigit(character) || character is '_' or '.';
}

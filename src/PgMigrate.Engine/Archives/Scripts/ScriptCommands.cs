using System.Text;

namespace PgMigrate.Engine.Archives;

/// <summary>psql's commands in scripts: those that pg_dump, pg_dumpall and pg_restore write (PostgreSQL, pg_backup_archiver.c, string_utils.c).</summary>
internal static class ScriptCommands
{
    private const int LongestName = 40;

    /// <summary>The command's name, from its backslash to the next blank.</summary>
    public static string NameOf(string command)
    {
        var end = command.AsSpan().IndexOfAny(" \t\r\n");
        return end < 0 ? command : command[..end];
    }

    /// <summary>What is said behind the name.</summary>
    public static string ArgumentOf(string command) => command[NameOf(command).Length..].Trim();

    /// <summary>The name of the command that comes next, which is in the midst of a statement.</summary>
    public static string NameAt(ScriptBytes bytes)
    {
        bytes.Has(LongestName);
        var ahead = bytes.Ahead;
        return NameOf(Encoding.ASCII.GetString(ahead[..Math.Min(ahead.Length, LongestName)]));
    }

    /// <summary>
    /// The database that \connect names: a name, in double quotes or without, or a connection string in double quotes whose dbname it is;
    /// null where it names none.
    /// </summary>
    public static string? DatabaseOf(string argument)
    {
        const string Option = "-reuse-previous=on ";
        const string Name = "dbname=";
        var text = argument.StartsWith(Option, StringComparison.Ordinal) ? argument[Option.Length..].Trim() : argument;
        if (text.Length == 0 || text == "-") return null;
        text = text[0] == '"' && text.Length > 1 && text[^1] == '"' ? text[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : text.Split(' ')[0];
        if (!text.StartsWith(Name, StringComparison.Ordinal)) return text;
        var value = text[Name.Length..].Trim();
        return value.Length > 1 && value[0] == '\'' && value[^1] == '\'' ? Unescaped(value[1..^1]) : value;
    }

    /// <summary>libpq's connection strings hide a quote or backslash behind a backslash.</summary>
    private static string Unescaped(string value)
    {
        var text = new StringBuilder(value.Length);
        for (var index = 0; index < value.Length; index++)
        {
            if (value[index] == '\\' && index + 1 < value.Length) index++;
            text.Append(value[index]);
        }

        return text.ToString();
    }
}

using System.Text;

namespace PgMigrate.Engine.Sqlite;

/// <summary>Turns a GLOB pattern into a regular expression of PostgreSQL's (advanced) flavour.</summary>
internal static class GlobPattern
{
    public static string ToRegex(string glob)
    {
        var regex = new StringBuilder("^");
        for (var position = 0; position < glob.Length; position++)
        {
            switch (glob[position])
            {
                case '*':
                    regex.Append(".*");
                    break;
                case '?':
                    regex.Append('.');
                    break;
                case '[':
                    position = AppendSet(glob, position, regex);
                    break;
                default:
                    AppendCharacter(glob[position], regex);
                    break;
            }
        }

        return regex.Append('$').ToString();
    }

    /// <summary>
    /// Returns the position of the closing bracket. A bracket right after the opening one is a member of the set (SQLite, func.c).
    /// </summary>
    private static int AppendSet(string glob, int start, StringBuilder regex)
    {
        var position = start + 1;
        regex.Append('[');
        if (position < glob.Length && glob[position] == '^')
        {
            regex.Append('^');
            position++;
        }

        var first = position;
        for (; position < glob.Length; position++)
        {
            if (glob[position] == ']' && position > first)
            {
                regex.Append(']');
                return position;
            }

            var isRange = glob[position] == '-' && position > first && position + 1 < glob.Length && glob[position + 1] != ']';
            if (isRange) regex.Append('-');
            else AppendCharacter(glob[position], regex);
        }

        throw new UntranslatableException("a bracket of its GLOB pattern is not closed");
    }

    private static void AppendCharacter(char character, StringBuilder regex)
    {
        if (char.IsAscii(character) && !char.IsAsciiLetterOrDigit(character) && character != '_' && !char.IsControl(character))
        {
            regex.Append('\\');
        }

        regex.Append(character);
    }
}

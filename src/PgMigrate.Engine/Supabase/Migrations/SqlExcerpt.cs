using System.Text;

namespace PgMigrate.Engine.Supabase;

/// <summary>Shows where a statement failed: its line, and a caret below the place. Pure.</summary>
internal static class SqlExcerpt
{
    private const string Indent = "    ";
    private const int Widest = 160;

    /// <summary>The line at the server's position, with the caret in a second line; the first line alone where there is no position.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="position">The place in characters (not UTF-16 halves) from 1; 0 where there is none.</param>
    public static string At(string statement, int position)
    {
        var place = IndexOf(statement, position);
        var start = place == 0 ? 0 : statement.LastIndexOf('\n', place - 1) + 1;
        var end = statement.IndexOf('\n', start);
        var line = statement[start..(end < 0 ? statement.Length : end)].TrimEnd('\r');
        if (position <= 0) return Indent + (line.Length > Widest ? line[..Widest] + "…" : line);

        var column = Math.Min(place - start, line.Length);
        var from = column > Widest * 3 / 4 ? column - (Widest / 2) : 0;
        var shown = line[from..Math.Min(line.Length, from + Widest)];
        return $"{Indent}{(from > 0 ? "…" : "")}{shown}\n{Indent}{(from > 0 ? " " : "")}{Blanks(line[from..column])}^";
    }

    private static int IndexOf(string statement, int position)
    {
        var index = 0;
        foreach (var rune in statement.EnumerateRunes())
        {
            if (--position <= 0) break;
            index += rune.Utf16SequenceLength;
        }

        return index;
    }

    /// <summary>As wide as the text where each character is one column; tabs stay.</summary>
    private static string Blanks(string text)
    {
        var blanks = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) blanks.Append(rune.Value == '\t' ? '\t' : ' ');
        return blanks.ToString();
    }
}

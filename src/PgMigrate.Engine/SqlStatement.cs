namespace PgMigrate.Engine;

/// <summary>One statement of a text of several.</summary>
/// <param name="Text">Its words, without the semicolon that ends it and without the comments around it.</param>
/// <param name="Offset">Where it begins in the text, in UTF-16 characters from 0.</param>
/// <param name="Line">The line of the text where it begins, from 1.</param>
public sealed record SqlStatement(string Text, int Offset, int Line)
{
    /// <summary>The line of the whole text where a position within the statement is, as the server gives it with an error.</summary>
    /// <param name="position">The place in the statement, in characters (not UTF-16 halves) from 1; 0 where the server gives none.</param>
    public int LineAt(int position)
    {
        var line = Line;
        foreach (var rune in Text.EnumerateRunes())
        {
            if (--position <= 0) break;
            if (rune.Value == '\n') line++;
        }

        return line;
    }

    public override string ToString() => Text;
}

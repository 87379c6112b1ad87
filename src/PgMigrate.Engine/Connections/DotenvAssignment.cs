namespace PgMigrate.Engine.Connections;

/// <summary>One assignment of a .env file: its name, and its value as it is written, quotes included, with its place in the text.</summary>
internal sealed record DotenvAssignment(string Name, string Token, int Start)
{
    /// <summary>The position after the value.</summary>
    public int End => Start + Token.Length;

    /// <summary>The quote around the value; null where it has none.</summary>
    public char? Quote => Token.Length >= 2 && Token[0] is '\'' or '"' or '`' && Token[^1] == Token[0] ? Token[0] : null;

    /// <summary>The value as it is written, without its quotes; escapes and references stand as they are.</summary>
    public string Inner => Quote is null ? Token : Token[1..^1];
}

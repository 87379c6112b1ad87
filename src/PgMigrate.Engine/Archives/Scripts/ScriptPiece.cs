namespace PgMigrate.Engine.Archives;

/// <summary>A piece of a psql script and its place.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Offset">The offset of its first byte.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Line">The line where it begins, from 1.</param>
internal readonly record struct ScriptPiece(ScriptPieceKind Kind, long Offset, long Length, long Line)
{
    /// <summary>The offset of the first byte behind it, and behind what ends it.</summary>
    public long End { get; init; }

    /// <summary>The lines of rows; 0 for all else.</summary>
    public long Lines { get; init; }

    /// <summary>Whether a semicolon ends the statement: the last one of a script may lack it.</summary>
    public bool IsTerminated { get; init; }

    /// <summary>Whether the statement is a COPY … FROM stdin, so that the next piece are its rows.</summary>
    public bool HasRows { get; init; }

    /// <summary>The statement's first word in upper case; empty for all else.</summary>
    public string Verb { get; init; } = "";
}

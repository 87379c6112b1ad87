namespace PgMigrate.Engine.Archives;

/// <summary>A part of a script or of another stream of statements.</summary>
/// <param name="Offset">The offset of its first byte.</param>
/// <param name="Upto">The offset at which no statement of it begins any more.</param>
/// <param name="Line">The line of its first byte, from 1.</param>
internal sealed record ScriptPart(long Offset, long Upto, long Line)
{
    /// <summary>All of a stream.</summary>
    public static ScriptPart Whole { get; } = new(0, long.MaxValue, 1);
}

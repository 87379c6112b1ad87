namespace PgMigrate.Engine.Archives;

/// <summary>Where an entry's rows or statements stand in the script.</summary>
/// <param name="Offset">The offset of the first byte.</param>
/// <param name="Length">The length in bytes, without what ends the rows.</param>
/// <param name="Line">The line of the first byte, from 1.</param>
/// <param name="Lines">The number of lines; for statements that of the statements.</param>
internal sealed record ScriptPlace(long Offset, long Length, long Line, long Lines)
{
    /// <summary>Offsets and lines of statements some megabytes apart, at which the place may be cut; none for rows.</summary>
    public IReadOnlyList<(long Offset, long Line)> Marks { get; init; } = [];

    public long End => Offset + Length;
}

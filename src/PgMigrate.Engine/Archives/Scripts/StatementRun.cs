namespace PgMigrate.Engine.Archives;

/// <summary>A run of statements in a script as it is found: where it begins and ends, and where it may be cut.</summary>
/// <param name="first">The first of them.</param>
internal sealed class StatementRun(ScriptPiece first)
{
    /// <summary>Small enough for a transaction, large enough that there are few marks in a file of any size.</summary>
    private const long BetweenMarks = 8L * 1024 * 1024;

    private readonly List<(long Offset, long Line)> marks = [];
    private long end = first.Offset;
    private long count;

    /// <summary>Takes a statement, or the rows behind one.</summary>
    public void Add(ScriptPiece piece)
    {
        if (piece.Kind == ScriptPieceKind.Statement)
        {
            count++;
            if (piece.Offset - (marks.Count > 0 ? marks[^1].Offset : first.Offset) >= BetweenMarks) marks.Add((piece.Offset, piece.Line));
        }

        end = piece.End;
    }

    public ScriptPlace ToPlace() => new(first.Offset, end - first.Offset, first.Line, count) { Marks = marks };
}

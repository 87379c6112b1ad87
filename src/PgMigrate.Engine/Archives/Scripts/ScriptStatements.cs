using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Archives;

/// <summary>
/// The statements of a script's part, or of an archive's data block that holds INSERT instead of rows, as they are read: any stream will do.
/// </summary>
internal sealed class ScriptStatements : IStatementStream, IDisposable
{
    private readonly string file;
    private readonly ScriptScanner scanner;
    private readonly Stream? rows;
    private readonly Stream stream;
    private readonly bool hasCarriageReturns;
    private readonly long upto;

    /// <param name="stream">The bytes from the first statement on.</param>
    /// <param name="part">Where they stand in the script, and where the last one ends.</param>
    /// <param name="format">How the script is written.</param>
    /// <param name="rows">A second reader of the same bytes, for the rows of COPY; null where there are none.</param>
    public ScriptStatements(Stream stream, ScriptPart part, ScriptFormat format, Stream? rows = null)
    {
        (this.stream, this.rows, upto) = (stream, rows, part.Upto);
        (file, hasCarriageReturns) = (format.File, format.HasCarriageReturns);
        scanner = new(new(stream, format.File, part.Offset, part.Line), format.File)
        {
            HasCarriageReturns = format.HasCarriageReturns,
            IsStandardConforming = format.IsStandardConforming,
        };
    }

    /// <exception cref="MigrationException">What is wrong with the statements, with their line.</exception>
    public ValueTask<SourceStatement?> ReadAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Read(cancellationToken));

    /// <summary>The same: the bytes come from a file.</summary>
    public SourceStatement? Read(CancellationToken cancellationToken)
    {
        while (scanner.Next() is { } piece && piece.Offset < upto)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (piece.Kind == ScriptPieceKind.Statement) return Statement(piece);
            if (piece.Kind == ScriptPieceKind.Command) throw ScriptErrors.NotUnderstood(
                file, piece.Line, $"{ScriptCommands.NameOf(scanner.Text(piece))} stands among the statements of rows", "Take the line out.");
        }

        return null;
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public void Dispose()
    {
        scanner.Dispose();
        stream.Dispose();
        rows?.Dispose();
    }

    private SourceStatement Statement(ScriptPiece piece)
    {
        var text = scanner.Text(piece);
        if (!piece.HasRows) return new(text, piece.Line);
        if (rows is null || scanner.Next() is not { Kind: ScriptPieceKind.Rows } place)
        {
            throw ScriptErrors.NotUnderstood(file, piece.Line, "a COPY stands among statements instead of rows", "Dump the rows either with COPY or with --inserts.");
        }

        rows.Position = place.Offset;
        return new(text, piece.Line) { Rows = new ScriptRowStream(rows, place.Length, hasCarriageReturns, file) { LeavesOpen = true } };
    }
}

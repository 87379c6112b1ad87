using System.Buffers;

namespace PgMigrate.Engine.Archives;

/// <summary>
/// Cuts a psql script into its pieces as it is read (PostgreSQL, psqlscan.l and mainloop.c): no more of it is in memory than one statement.
/// Encodings other than UTF-8 have been changed before: a quote or backslash is never a part of a character.
/// </summary>
/// <param name="bytes">The script; the scanner disposes of it.</param>
/// <param name="file">What errors call the script.</param>
internal sealed class ScriptScanner(ScriptBytes bytes, string file) : IDisposable
{
    private static readonly SearchValues<byte> LineEnd = SearchValues.Create("\n"u8);

    /// <summary>The statement before this is a COPY, whose rows come next.</summary>
    private bool hasRowsNext;

    /// <summary>Where plain strings with backslashes begin in the statement, which a session without standard_conforming_strings takes for escapes.</summary>
    private IReadOnlyList<int> escaped = [];

    /// <summary>Whether a backslash in a plain string is only that. The script may switch it off, and on again.</summary>
    public bool IsStandardConforming { get; set; } = true;

    /// <summary>Whether the script's lines end with a carriage return and a line feed, as its first one does.</summary>
    public bool HasCarriageReturns { get; init; }

    /// <summary>The next piece; null at the end.</summary>
    /// <exception cref="MigrationException">ScriptTruncated, ScriptNotUnderstood, StatementTooLong, ScriptNotReadable.</exception>
    public ScriptPiece? Next()
    {
        if (hasRowsNext) return Rows();
        while (true)
        {
            bytes.Begin();
            switch (bytes.At(0))
            {
                case -1:
                    return null;
                case ' ' or '\t' or '\n' or '\r' or '\f' or '\v':
                    bytes.Skip(1);
                    break;
                case ';':
                    bytes.Skip(1);
                    break;
                case '-' when bytes.At(1) == '-':
                    return Line(ScriptPieceKind.Comment);
                case '\\':
                    return Line(ScriptPieceKind.Command);
                case '/' when bytes.At(1) == '*':
                    new StatementScanner(bytes, file, IsStandardConforming).SkipComment(keeps: false);
                    break;
                default:
                    return Statement();
            }
        }
    }

    /// <summary>The text of the last piece, which was no rows, without the carriage returns of its lines' ends.</summary>
    /// <exception cref="MigrationException">ScriptEncodingUnknown.</exception>
    public string Text(ScriptPiece piece) => ScriptText.Decode(bytes.Begun[..(int)piece.Length], escaped, HasCarriageReturns, file, piece.Line);

    public void Dispose() => bytes.Dispose();

    private ScriptPiece Line(ScriptPieceKind kind)
    {
        var (offset, line) = (bytes.Offset, bytes.Line);
        escaped = [];
        bytes.SkipTo(LineEnd);
        return new(kind, offset, bytes.Offset - offset, line) { End = bytes.Offset };
    }

    private ScriptPiece Statement()
    {
        var (offset, line) = (bytes.Offset, bytes.Line);
        var scanner = new StatementScanner(bytes, file, IsStandardConforming);
        scanner.Run();
        escaped = scanner.Escaped;
        hasRowsNext = scanner is { IsTerminated: true, IsCopyFromStdin: true };
        return new(ScriptPieceKind.Statement, offset, scanner.Length, line)
        {
            End = bytes.Offset,
            IsTerminated = scanner.IsTerminated,
            HasRows = hasRowsNext,
            Verb = scanner.Verb,
        };
    }

    /// <summary>From the line behind the statement up to the line with a backslash and a dot.</summary>
    private ScriptPiece Rows()
    {
        hasRowsNext = false;
        var statementLine = bytes.Line;
        SkipRestOfLine();
        var (offset, line) = (bytes.Offset, bytes.Line);
        while (true)
        {
            bytes.Begin();
            if (bytes.IsAt("\\."u8) && EndOfLine(2) is { } length)
            {
                var piece = new ScriptPiece(ScriptPieceKind.Rows, offset, bytes.Offset - offset, line) { Lines = bytes.Line - line };
                bytes.Skip(2 + length);
                return piece with { End = bytes.Offset };
            }

            if (!bytes.SkipPast("\n"u8, keeps: false) || !SkipToTerminator())
            {
                throw ScriptErrors.Truncated(file, statementLine, "the rows of the COPY that ends here are not ended by a line with \\.");
            }
        }
    }

    /// <summary>Moves to the next line that begins as the end of the rows does.</summary>
    private bool SkipToTerminator()
    {
        if (bytes.IsAt("\\."u8)) return true;
        while (true)
        {
            var found = bytes.Ahead.IndexOf("\n\\."u8);
            bytes.Skip(found < 0 ? Math.Max(bytes.Ahead.Length - 2, 0) : found + 1);
            bytes.Begin();
            if (found >= 0) return true;
            if (!bytes.Has(3)) return false;
        }
    }

    private void SkipRestOfLine()
    {
        while (bytes.At(0) is ' ' or '\t' or '\r') bytes.Skip(1);
        if (bytes.At(0) == '\n') bytes.Skip(1);
        else if (bytes.At(0) >= 0) throw ScriptErrors.NotUnderstood(
            file, bytes.Line, "something follows COPY … FROM stdin in its line", "Put it into a line of its own behind the rows.");
    }

    /// <summary>How many bytes end the line at a distance; null where it goes on.</summary>
    private int? EndOfLine(int distance) => (bytes.At(distance), bytes.At(distance + 1)) switch
    {
        ('\n', _) => 1,
        ('\r', '\n') => 2,
        (-1, _) => 0,
        ('\r', -1) => 1,
        _ => null,
    };
}

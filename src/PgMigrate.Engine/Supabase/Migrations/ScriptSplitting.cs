using System.Runtime.InteropServices;
using System.Text;
using PgMigrate.Engine.Archives;

namespace PgMigrate.Engine.Supabase;

/// <summary>
/// Takes a SQL file apart with the scanner of scripts: E'' strings, dollar quotes, nested comments, routines' bodies, rows behind COPY and
/// psql's \restrict are what psql takes them for.
/// </summary>
/// <param name="content">The file's bytes.</param>
/// <param name="file">What errors call it.</param>
/// <param name="isRecorded">Whether what is written into the history is kept, too.</param>
internal sealed class ScriptSplitting(ReadOnlyMemory<byte> content, string file, bool isRecorded)
{
    private const string NoRemedy = "The Supabase CLI can't run it either: write it as SQL.";

    /// <summary>psql's commands that change nothing about what is run. \set is one of them for the variables below.</summary>
    private static readonly HashSet<string> Harmless = [@"\restrict", @"\unrestrict", @"\echo", @"\qecho", @"\warn", @"\timing", @"\pset", @"\set"];

    /// <summary>Variables that psql itself reads; any other is for being put into statements.</summary>
    private static readonly HashSet<string> OwnVariables = ["ON_ERROR_STOP", "ECHO", "ECHO_HIDDEN", "QUIET", "VERBOSITY", "SHOW_CONTEXT"];

    private readonly ReadOnlyMemory<byte> text = content.Span.StartsWith(Encoding.UTF8.Preamble) ? content[Encoding.UTF8.Preamble.Length..] : content;
    private readonly ScriptSettings settings = new();
    private readonly StringBuilder before = new();

    /// <summary>How far the text is recorded.</summary>
    private int done;

    public List<MigrationStatement> Statements { get; } = [];

    public List<string> Recorded { get; } = [];

    public void Run()
    {
        CheckEncoding();
        using var stream = Stream();
        using var scanner = new ScriptScanner(new(stream, file, 0, 1), file);
        try
        {
            while (scanner.Next() is { } piece) Take(scanner, piece);
        }
        catch (MigrationException error) when (error.ErrorId == "ScriptTruncated")
        {
            throw error.WithRemedy("Close what is open there, or look whether the file was cut off.");
        }

        Record(text.Length, Trimmed);
    }

    private MemoryStream Stream()
        => MemoryMarshal.TryGetArray(text, out var bytes) ? new(bytes.Array!, bytes.Offset, bytes.Count, writable: false) : new(text.ToArray(), writable: false);

    private void Take(ScriptScanner scanner, ScriptPiece piece)
    {
        if (piece.Kind == ScriptPieceKind.Command) SkipCommand(scanner.Text(piece), piece);
        if (piece.Kind != ScriptPieceKind.Statement) return;
        var statement = new MigrationStatement(scanner.Text(piece), (int)piece.Line);
        if (piece.Verb is "SET" or "RESET" or "SELECT")
        {
            settings.Take(new StatementTokens(statement.Text, most: 20));
            scanner.IsStandardConforming = settings.IsStandardConforming;
        }

        if (piece.HasRows && scanner.Next() is { Kind: ScriptPieceKind.Rows } rows)
        {
            Statements.Add(statement with { Rows = text.Slice((int)rows.Offset, (int)rows.Length), RowCount = rows.Lines, RowsLine = (int)rows.Line });
            Record((int)rows.End, recorded => recorded.TrimStart() + (recorded.EndsWith('\n') ? "" : "\n"));
            return;
        }

        if (piece.Verb == "COPY") RefuseCopy(statement);
        Statements.Add(statement);
        Record((int)piece.End, Trimmed);
    }

    /// <summary>psql reads rows from the file and writes them to its output; here there is only the former.</summary>
    private void RefuseCopy(MigrationStatement statement)
    {
        var tokens = new StatementTokens(statement.Text);
        for (var place = 1; place + 1 < tokens.Count; place++)
        {
            if (tokens.Are(place, "TO", "STDOUT"))
            {
                throw ScriptErrors.NotUnderstood(file, statement.Line, "COPY … TO stdout gives its rows to nobody here", "Take the statement out.");
            }

            if (tokens.Are(place, "FROM", "STDIN"))
            {
                throw ScriptErrors.NotUnderstood(
                    file, statement.Line, "no rows follow COPY … FROM stdin", @"End the statement with a semicolon, and the rows with a line of its own that is \. alone.");
            }
        }
    }

    private void SkipCommand(string command, ScriptPiece piece)
    {
        var name = ScriptCommands.NameOf(command);
        var isHarmless = Harmless.Contains(name) && (name != @"\set" || OwnVariables.Contains(ScriptCommands.ArgumentOf(command).Split(' ')[0]));
        if (!isHarmless) throw ScriptErrors.NotUnderstood(file, piece.Line, $"{name} is a command of psql's own", NoRemedy);
        if (isRecorded) before.Append(Encoding.UTF8.GetString(text.Span[done..(int)piece.Offset]));
        done = (int)piece.End;
    }

    private void Record(int upto, Func<string, string> trim)
    {
        if (!isRecorded) return;
        var recorded = trim(before.Append(Encoding.UTF8.GetString(text.Span[done..upto])).ToString());
        if (recorded.Length > 0) Recorded.Add(recorded);
        before.Clear();
        done = upto;
    }

    /// <summary>The CLI takes off the semicolons at the end, then the blanks (pkg/parser/token.go, SplitAndTrim).</summary>
    private static string Trimmed(string statement)
    {
        var recorded = statement.TrimEnd(';').Trim();
        while (recorded.StartsWith(';')) recorded = recorded[1..].TrimStart();
        return recorded;
    }

    /// <summary>Comments are recorded too, and never reach the scanner's own check.</summary>
    private void CheckEncoding()
    {
        if (!System.Text.Unicode.Utf8.IsValid(text.Span))
        {
            var valid = 0;
            var line = 1;
            while (Rune.DecodeFromUtf8(text.Span[valid..], out var rune, out var length) == System.Buffers.OperationStatus.Done)
            {
                if (rune.Value == '\n') line++;
                valid += length;
            }

            throw ScriptErrors.Encoding(file, line, "the text is not UTF-8", "Save the file as UTF-8.");
        }

        var zero = text.Span.IndexOf((byte)0);
        if (zero >= 0) throw ScriptErrors.Encoding(file, 1 + text.Span[..zero].Count((byte)'\n'), "there is a NUL character", "Save the file as UTF-8.");
    }
}

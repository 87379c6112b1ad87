using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Archives;

/// <summary>Reads a script once from its beginning to its end, and finds what belongs to which of pg_dump's comments.</summary>
internal sealed class ScriptReading
{
    private const string Begin = "-- PostgreSQL database dump";
    private const string BeginCluster = "-- PostgreSQL database cluster dump";
    private const string Complete = " complete";
    private const string ServerVersion = "-- Dumped from database version ";

    private readonly ScriptFile file;
    private readonly ScriptScanner scanner;
    private readonly ScriptSettings settings = new();
    private readonly List<ScriptBlock> blocks = [];
    private readonly ScriptFindings findings;
    private readonly LargeObjectPlaces largeObjects;

    /// <summary>The comments since the last statement, in which a verbose dump gives numbers.</summary>
    private readonly List<string> comments = [];

    /// <summary>The lines of dumps that have begun and not ended.</summary>
    private readonly Stack<(string End, long Line)> open = new();

    /// <summary>The block that the next statement belongs to; null where it has no comment.</summary>
    private ScriptBlock? block;

    /// <summary>The statements without a comment that make rows, as long as nothing else comes between.</summary>
    private ScriptBlock? run;
    private string? database;
    private string? serverVersion;
    private bool isDump;

    private ScriptReading(ScriptFile file, ScriptScanner scanner)
    {
        (this.file, this.scanner) = (file, scanner);
        findings = new(file.Path);
        largeObjects = new(file.Path);
    }

    /// <exception cref="MigrationException">What is wrong with the script, with its line.</exception>
    public static ScriptContents Read(ScriptFile file, CancellationToken cancellationToken)
    {
        using var stream = file.Open(file.Begins);
        using var scanner = new ScriptScanner(new(stream, file.Path, file.Begins, 1), file.Path) { HasCarriageReturns = file.HasCarriageReturns };
        var reading = new ScriptReading(file, scanner);
        while (scanner.Next() is { } piece)
        {
            cancellationToken.ThrowIfCancellationRequested();
            reading.Take(piece);
        }

        return reading.End();
    }

    private void Take(ScriptPiece piece)
    {
        switch (piece.Kind)
        {
            case ScriptPieceKind.Comment:
                TakeComment(scanner.Text(piece).TrimEnd('\r'), piece.Line);
                return;
            case ScriptPieceKind.Command:
                run = null;
                TakeCommand(scanner.Text(piece), piece.Line);
                return;
            default:
                comments.Clear();
                TakeStatement(piece);
                return;
        }
    }

    private void TakeComment(string text, long line)
    {
        comments.Add(text);
        if (ScriptHeader.Parse(text, line) is { } header)
        {
            isDump = true;
            block = Add(comments.Aggregate(header, ScriptHeader.WithNumbers));
            comments.Clear();
        }
        else if (text.StartsWith(ServerVersion, StringComparison.Ordinal)) serverVersion ??= text[ServerVersion.Length..];
        else if (text is Begin or BeginCluster)
        {
            isDump = true;
            open.Push((text + Complete, line));
        }
        else if (open.Count > 0 && text == open.Peek().End)
        {
            open.Pop();
            block = null;
        }
        else if (block is { Header.Desc: TocDesc.Schema } && text.StartsWith("-- *not* ", StringComparison.Ordinal)) block.Remark = text;
    }

    private void TakeCommand(string text, long line)
    {
        switch (ScriptCommands.NameOf(text))
        {
            case "\\restrict" or "\\unrestrict":
                return;
            case "\\connect" or "\\c":
                database = ScriptCommands.DatabaseOf(ScriptCommands.ArgumentOf(text)) ?? database;
                settings.Reset();
                scanner.IsStandardConforming = true;
                block = null;
                return;
            case "\\encoding":
                RequireEncoding(ScriptCommands.ArgumentOf(text), line);
                return;
            case "\\.":
                throw ScriptErrors.NotUnderstood(file.Path, line, "\\. ends rows, and no COPY has begun here", "Look whether the COPY before it was lost.");
            case var name:
                throw ScriptErrors.NotUnderstood(
                    file.Path, line, $"{name} is a command of psql's that pg_dump does not write",
                    "Take the line out, or run the script with psql.");
        }
    }

    private void TakeStatement(ScriptPiece piece)
    {
        if (IsRows(piece)) return;
        // What follows is not of one script, or is read as what it was not meant to be.
        if (piece is { Verb: "INSERT" } or { HasRows: true }) TakeRun(piece);
        else
        {
            var text = scanner.Text(piece);
            TakeStatement(text, new(text), piece);
        }
    }

    /// <summary>Takes what needs no text: INSERT after INSERT.</summary>
    private bool IsRows(ScriptPiece piece)
    {
        if (piece.Kind != ScriptPieceKind.Statement || piece.Verb != "INSERT") return false;
        var into = block is { Header.Desc: TocDesc.TableData, CopyStatement: null } ? block : block is null ? run : null;
        if (into?.Run is null) return false;
        into.Run.Add(piece);
        return true;
    }

    /// <summary>Takes COPY with its rows, or the first INSERT.</summary>
    private void TakeRun(ScriptPiece piece)
    {
        var text = scanner.Text(piece);
        var rows = piece.HasRows ? scanner.Next()!.Value : (ScriptPiece?)null;
        if (block is { Header.Desc: TocDesc.TableData, CopyStatement: null, Run: null })
        {
            if (rows is { } place && CopyTarget.Of(text) is { HasOptions: false })
            {
                block.CopyStatement = text;
                block.Rows = new(place.Offset, place.Length, place.Line, place.Lines);
                return;
            }

            if (rows is null)
            {
                (block.Run, block.FirstOfRun) = (new(piece), text);
                block.Run.Add(piece);
                return;
            }
        }

        if (run is null || block is not null)
        {
            block = null;
            run = Add(LooseStatement.Describe(new(text), piece.Line), isLoose: true);
            (run.Run, run.FirstOfRun) = (new(piece), text);
        }

        run.Run!.Add(piece);
        if (rows is { } behind) run.Run.Add(behind);
    }

    private void TakeStatement(string text, StatementTokens statement, ScriptPiece piece)
    {
        run = null;
        if (block is { Header.Desc: TocDesc.Privileges } own && IsGranting(statement))
        {
            own.Statements.Add(text);
            return;
        }

        if (settings.Take(statement))
        {
            scanner.IsStandardConforming = settings.IsStandardConforming;
            if (settings.Encoding is { } encoding) RequireEncoding(encoding, piece.Line);
            return;
        }

        if (IsTransaction(statement, piece.Line) || findings.LeavesOut(statement, text, piece.Line, isHead: isDump && block is null && blocks.Count == 0)) return;
        if (block is null || !TryTake(block, text, statement, piece)) AddLoose(text, statement, piece.Line);
    }

    /// <summary>Takes a statement that belongs to the block; false for one that does not.</summary>
    private bool TryTake(ScriptBlock own, string text, StatementTokens statement, ScriptPiece piece)
    {
        switch (own.Header.Desc)
        {
            case TocDesc.TableData:
                // The engine's sessions let triggers rest.
                return statement.Is(0, "ALTER") && statement.Are(statement.Count - 2, "TRIGGER", "ALL");
            case TocDesc.LargeObjectBytes:
                return largeObjects.Take(own, statement, piece);
        }

        if (LargeObjectPlaces.MadeBy(statement) is { } oid) own.MadeObjects.Add(oid);
        if (OwnerOf(statement) is { } owner) (own.OwnerTarget, own.Owner) = owner;
        else own.Statements.Add(text);
        return true;
    }

    /// <summary>What encloses privileges that another role than the owner has granted.</summary>
    private static bool IsGranting(StatementTokens statement)
        => (statement.Is(0, "SET") || statement.Is(0, "RESET")) && statement.Are(1, "SESSION", "AUTHORIZATION");

    /// <summary>What ALTER … OWNER TO names, and whom.</summary>
    private static (string Target, string Owner)? OwnerOf(StatementTokens statement)
        => statement.Is(0, "ALTER") && statement.Are(statement.Count - 3, "OWNER", "TO") && statement.NameAt(statement.Count - 1) is { } owner
            ? (statement.Between(1, statement.Count - 3), owner)
            : null;

    private void AddLoose(string text, StatementTokens statement, long line)
    {
        block = null;
        Add(LooseStatement.Describe(statement, line), isLoose: true).Statements.Add(text);
    }

    private ScriptBlock Add(ScriptHeader header, bool isLoose = false)
    {
        run = null;
        var added = new ScriptBlock { Header = header, IsLoose = isLoose, Database = database, Session = ScriptSession.Of(settings) };
        blocks.Add(added);
        return added;
    }

    /// <summary>The engine has transactions of its own, which go by entries; large objects are written in one of pg_dump's.</summary>
    private bool IsTransaction(StatementTokens statement, long line)
    {
        if (statement.Is(0, "BEGIN") || statement.Are(0, "START", "TRANSACTION") || statement.Is(0, "COMMIT") || (statement.Is(0, "END") && statement.Count <= 2)) return true;
        if (!(statement.Is(0, "ROLLBACK") || statement.Is(0, "ABORT") || statement.Is(0, "SAVEPOINT") || statement.Is(0, "RELEASE"))) return false;
        throw ScriptErrors.NotUnderstood(
            file.Path, line, $"{statement[0]} takes back, or may take back, what came before", "Take it out with what it takes back, or run the script with psql.");
    }

    private void RequireEncoding(string name, long line)
    {
        if (file.Encoding is { } known ? ScriptEncodings.AreSame(known, name) : ScriptEncodings.IsUtf8(name)) return;
        throw ScriptErrors.Encoding(
            file.Path, line, $"the script goes on in {name} here, having been in {file.Encoding ?? "UTF8"} before",
            "Dump with --encoding=UTF8, or say the encoding at the script's head.");
    }

    private ScriptContents End()
    {
        if (open.TryPeek(out var unended))
        {
            throw ScriptErrors.Truncated(
                file.Path, unended.Line, $"the dump that begins here is not ended by '{unended.End}'");
        }

        if (settings.ChangesRole) findings.AddRole();
        var chosen = ScriptDatabases.Choose(blocks, file.Path);
        return new()
        {
            File = file.Path,
            Blocks = chosen,
            LargeObjects = largeObjects.Places,
            Origin = new() { Database = chosen.Select(one => one.Database).FirstOrDefault(name => name is not null), ServerVersion = serverVersion },
            Findings = findings.All,
        };
    }
}

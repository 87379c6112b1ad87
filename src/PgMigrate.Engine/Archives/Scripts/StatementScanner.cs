using System.Buffers;

namespace PgMigrate.Engine.Archives;

/// <summary>Finds where one statement of a script ends, as the engine's lexer does in a text.</summary>
internal ref struct StatementScanner(ScriptBytes bytes, string file, bool isStandardConforming)
{
    /// <summary>No word of PostgreSQL's is longer.</summary>
    private const int LongestWord = 32;

    private static readonly SearchValues<byte> LineBreaks = SearchValues.Create("\n\r"u8);
    private static readonly SearchValues<byte> Quote = SearchValues.Create("'"u8);
    private static readonly SearchValues<byte> NameQuote = SearchValues.Create("\""u8);
    private static readonly SearchValues<byte> QuoteOrBackslash = SearchValues.Create("'\\"u8);
    private static readonly SearchValues<byte> CommentMarks = SearchValues.Create("/*"u8);

    private readonly long first = bytes.Offset;
    private readonly long line = bytes.Line;
    private RoutineBody body;
    private int parentheses;
    private List<int>? escaped;

    /// <summary>Whether an escaped string has just ended, which a string in a later line continues.</summary>
    private bool mayContinue;

    /// <summary>A single letter that stands right before a quote; else 0.</summary>
    private byte prefix;
    private bool followsFrom;

    /// <summary>The statement's length without its semicolon and the blanks before it.</summary>
    public long Length { get; private set; }

    public bool IsTerminated { get; private set; }

    /// <summary>Whether rows follow.</summary>
    public bool IsCopyFromStdin { get; private set; }

    public string Verb { get; private set; } = "";

    /// <summary>Where plain strings with backslashes begin, as distances from the statement's beginning; none in a session where they mean nothing.</summary>
    public readonly IReadOnlyList<int> Escaped => escaped ?? [];

    /// <summary>Passes over the statement and its semicolon.</summary>
    public void Run()
    {
        while (true)
        {
            switch (bytes.At(0))
            {
                case -1:
                    if (parentheses > 0 || body.IsIn) throw ScriptErrors.Truncated(file, line, "the statement that begins here does not end");
                    return;
                case ' ' or '\t' or '\n' or '\r' or '\f' or '\v':
                    bytes.Skip(1);
                    continue;
                case '-' when bytes.At(1) == '-':
                    bytes.SkipTo(LineBreaks);
                    continue;
                case '/' when bytes.At(1) == '*':
                    mayContinue = false;
                    SkipComment(keeps: true);
                    continue;
                case ';' when parentheses == 0 && !body.IsIn:
                    bytes.Skip(1);
                    IsTerminated = true;
                    return;
                case '\\':
                    throw ScriptErrors.NotUnderstood(
                        file, bytes.Line, $"the command {ScriptCommands.NameAt(bytes)} stands within a statement",
                        "PgMigrate understands the commands that pg_dump writes: take it out, or run the script with psql.");
                default:
                    Take();
                    Length = bytes.Offset - first;
                    continue;
            }
        }
    }

    /// <summary>Comments nest.</summary>
    public readonly void SkipComment(bool keeps)
    {
        var begun = bytes.Line;
        bytes.Skip(2);
        for (var depth = 1; depth > 0;)
        {
            if (!bytes.SkipTo(CommentMarks, keeps)) throw ScriptErrors.Truncated(file, begun, "the comment that begins here does not end");
            var step = bytes.IsAt("/*"u8) ? 1 : bytes.IsAt("*/"u8) ? -1 : 0;
            depth += step;
            bytes.Skip(step == 0 ? 1 : 2);
        }
    }

    private void Take()
    {
        var next = bytes.At(0);
        var (letter, continues) = (prefix, mayContinue);
        (prefix, mayContinue) = (0, false);
        switch (next)
        {
            case '\'':
                ReadString(letter, continues);
                Follow(SqlTokenKind.Other);
                return;
            case '"':
                ReadQuotedName();
                Follow(SqlTokenKind.Other);
                return;
            case '$' when Tag() is { Length: > 0 } tag:
                var begun = bytes.Line;
                bytes.Skip(tag.Length);
                if (!bytes.SkipPast(tag)) throw ScriptErrors.Truncated(file, begun, "the dollar-quoted string that begins here does not end");
                Follow(SqlTokenKind.Other);
                return;
        }

        if (IsNameStart(next)) ReadWord();
        else ReadCharacter(next, letter);
    }

    private void ReadCharacter(int character, byte letter)
    {
        bytes.Skip(1);
        switch (character)
        {
            case '(':
                if (parentheses == 0) Follow(SqlTokenKind.OpenParenthesis);
                parentheses++;
                return;
            case ')':
                // One that opens nothing is the server's to complain of.
                if (parentheses > 0) parentheses--;
                Follow(SqlTokenKind.CloseParenthesis);
                return;
            case >= '0' and <= '9':
                // The dot of a number is none before a name.
                while (bytes.At(0) is (>= '0' and <= '9') or '.' && !bytes.IsAt(".."u8)) bytes.Skip(1);
                break;
            // U&'…' has no backslashes that hide a quote.
            case '&' when letter is (byte)'u' && bytes.At(0) == '\'':
                prefix = letter;
                break;
        }

        Follow(character switch { ';' => SqlTokenKind.Semicolon, '.' => SqlTokenKind.Dot, _ => SqlTokenKind.Other });
    }

    private void ReadWord()
    {
        Span<char> word = stackalloc char[LongestWord];
        var length = 0;
        for (var next = bytes.At(0); IsNameStart(next) || next is (>= '0' and <= '9') or '$'; next = bytes.At(0))
        {
            if (length < LongestWord) word[length] = (char)next;
            length++;
            bytes.Skip(1);
        }

        ReadOnlySpan<char> text = length <= LongestWord ? word[..length] : [];
        if (length == 1 && bytes.At(0) is '\'' or '&') prefix = (byte)char.ToLowerInvariant(word[0]);
        if (Verb.Length == 0) Verb = text.ToString().ToUpperInvariant();
        if (parentheses == 0 && Verb == "COPY")
        {
            IsCopyFromStdin |= followsFrom && text.Equals("STDIN", StringComparison.OrdinalIgnoreCase);
            followsFrom = text.Equals("FROM", StringComparison.OrdinalIgnoreCase);
        }

        if (parentheses == 0) body.Take(SqlTokenKind.Word, text);
    }

    private void Follow(SqlTokenKind kind)
    {
        if (kind is SqlTokenKind.Other or SqlTokenKind.Dot) followsFrom = false;
        if (parentheses == 0) body.Take(kind, []);
    }

    /// <summary>A string, whose backslashes count where an E is before it, or nothing and the session says so.</summary>
    private void ReadString(byte letter, bool continues)
    {
        var (begun, distance) = (bytes.Line, (int)(bytes.Offset - first));
        var isPlain = letter is not ((byte)'e' or (byte)'b' or (byte)'x' or (byte)'u') && !(continues && IsInLaterLine());
        var isEscaped = letter == 'e' || (isPlain && !isStandardConforming) || (!isPlain && letter == 0);
        var hasBackslash = false;
        bytes.Skip(1);
        while (true)
        {
            if (!bytes.SkipTo(isEscaped ? QuoteOrBackslash : Quote)) throw ScriptErrors.Truncated(file, begun, "the string that begins here does not end");
            if (bytes.At(0) == '\\')
            {
                hasBackslash = true;
                if (!bytes.Has(2)) throw ScriptErrors.Truncated(file, begun, "the string that begins here does not end");
                bytes.Skip(2);
            }
            else if (bytes.At(1) == '\'') bytes.Skip(2);
            else break;
        }

        bytes.Skip(1);
        mayContinue = isEscaped;
        if (hasBackslash && isPlain) (escaped ??= []).Add(distance);
    }

    /// <summary>Whether a line break stands between the last token and the next byte.</summary>
    private readonly bool IsInLaterLine() => bytes.Begun[(int)Length..].ContainsAny(LineBreaks);

    private readonly void ReadQuotedName()
    {
        var begun = bytes.Line;
        bytes.Skip(1);
        while (true)
        {
            if (!bytes.SkipTo(NameQuote)) throw ScriptErrors.Truncated(file, begun, "the quoted name that begins here does not end");
            if (bytes.At(1) != '"') break;
            bytes.Skip(2);
        }

        bytes.Skip(1);
    }

    /// <summary>The bytes of $tag$ here; none for another dollar.</summary>
    private readonly byte[] Tag()
    {
        var length = 1;
        if (IsNameStart(bytes.At(length)))
        {
            while (IsNameStart(bytes.At(length)) || bytes.At(length) is >= '0' and <= '9') length++;
        }

        return bytes.At(length) == '$' ? bytes.Ahead[..(length + 1)].ToArray() : [];
    }

    private static bool IsNameStart(int character) => character is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or '_' or > 127;
}

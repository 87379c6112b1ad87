using System.Text;
using System.Text.RegularExpressions;
using PgMigrate.Engine.Connections;

namespace PgMigrate.Engine.Switching;

/// <summary>The text of a .env file, edited so that every byte stays that is not part of an assigned value.</summary>
internal sealed partial record DotenvText
{
    private static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Encoding encoding;

    private DotenvText(string text, Encoding encoding) => (Text, this.encoding) = (text, encoding);

    public string Text { get; private init; }

    /// <summary>Whether every grammar of .env files reads the text as a variable's name.</summary>
    public static bool IsName(string name) => VariableName().IsMatch(name);

    /// <summary>Reads UTF-8; a comment in another 8-bit encoding is no obstacle, since its bytes are only carried along.</summary>
    public static DotenvText Decode(byte[] file, string path)
    {
        if (file.AsSpan().Contains((byte)0)) throw DotenvErrors.NotText(path);
        try
        {
            return new(Utf8.GetString(file), Utf8);
        }
        catch (DecoderFallbackException)
        {
            return new(Encoding.Latin1.GetString(file), Encoding.Latin1);
        }
    }

    public byte[] Encode() => encoding.GetBytes(Text);

    public string? Read(string name) => DotenvFile.Read(Text, name);

    public IReadOnlyList<DotenvAssignment> Find(string name)
        => [.. DotenvFile.Assignments(Text).Where(assignment => assignment.Name == name)];

    /// <summary>The number of the assignment's line, from 1.</summary>
    public int LineOf(DotenvAssignment assignment) => Text.AsSpan(0, assignment.Start).Count('\n') + 1;

    /// <summary>The text with the value in every assignment of the name, or with one more line where there is none.</summary>
    public DotenvText Assign(string name, string value)
    {
        var assignments = Find(name);
        if (assignments.FirstOrDefault(assignment => Reference().IsMatch(assignment.Token)) is { } reference)
        {
            throw DotenvErrors.IsReference(name, LineOf(reference));
        }

        if (assignments.Count == 0) return this with { Text = Appended($"{name}={Quoted(name, value, null)}") };

        var text = Text;
        foreach (var assignment in assignments.Reverse())
        {
            var rest = text[assignment.End..];
            // An empty value may have its comment right behind it.
            var gap = rest.StartsWith('#') ? " " : "";
            text = text[..assignment.Start] + Quoted(name, value, assignment.Quote) + gap + rest;
        }

        return this with { Text = text };
    }

    /// <summary>The file ends as it did before: with or without a line end, of the kind that it has.</summary>
    private string Appended(string line)
    {
        var lineEnd = Text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        return Text.Length == 0 || Text.EndsWith('\n') ? Text + line + lineEnd : Text + lineEnd + line;
    }

    /// <summary>
    /// The value in the quotes that it had, or in others where node's, Python's, Docker's and Compose's readers would differ on it.
    /// </summary>
    private string Quoted(string name, string value, char? quote)
    {
        char?[] choices = [quote, null, '\'', '"'];
        if (!IsEncodable(value) || !choices.Any(choice => IsReadAlike(value, choice))) throw DotenvErrors.Unwritable(name);
        var chosen = choices.First(choice => IsReadAlike(value, choice));
        return chosen + value + chosen;
    }

    private static bool IsReadAlike(string value, char? quote) => value.AsSpan().IndexOfAny(quote switch
    {
        '\'' => "'\\$\r\n",
        '"' => "\"\\$\r\n",
        '`' => "`$\r\n",
        _ => " \t#'\"`\\$\r\n",
    }) < 0;

    private bool IsEncodable(string value) => encoding != Encoding.Latin1 || value.All(char.IsAscii);

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_.-]*\z")]
    private static partial Regex VariableName();

    /// <summary><c>${NAME}</c> anywhere, or nothing but <c>$NAME</c>.</summary>
    [GeneratedRegex("""\$\{|^["']?\$[A-Za-z_][A-Za-z0-9_]*["']?\z""")]
    private static partial Regex Reference();
}

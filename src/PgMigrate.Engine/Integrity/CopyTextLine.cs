using System.Text;

namespace PgMigrate.Engine.Integrity;

/// <summary>Takes a line of COPY's text format apart (PostgreSQL documentation, COPY, Text Format).</summary>
internal static class CopyTextLine
{
    public const string Null = @"\N";

    /// <summary>The fields as they are written, without the newline.</summary>
    public static string[] Split(ReadOnlySpan<byte> line) => Encoding.UTF8.GetString(line.TrimEnd((byte)'\n')).Split('\t');

    /// <summary>The field's value; null for NULL.</summary>
    public static string? Value(string field)
    {
        if (field == Null) return null;
        if (!field.Contains('\\', StringComparison.Ordinal)) return field;
        var value = new StringBuilder(field.Length);
        for (var place = 0; place < field.Length; place++)
        {
            if (field[place] != '\\' || place + 1 == field.Length) value.Append(field[place]);
            else value.Append(Escaped(field[++place]));
        }

        return value.ToString();
    }

    private static char Escaped(char code) => code switch
    {
        'b' => '\b',
        'f' => '\f',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\v',
        _ => code,
    };
}

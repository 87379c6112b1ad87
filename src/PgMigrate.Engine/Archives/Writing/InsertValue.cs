using System.Buffers;

namespace PgMigrate.Engine.Archives;

/// <summary>Writes one value of COPY's text as a statement's literal.</summary>
internal static class InsertValue
{
    private static readonly SearchValues<byte> Numbers = SearchValues.Create("0123456789 +-eE."u8);

    /// <summary>How values of a type are written.</summary>
    /// <param name="type">The type, as <c>format_type</c> prints it; a domain's is that of its base type.</param>
    public static ValueForm FormOf(string type)
    {
        var open = type.IndexOf('(', StringComparison.Ordinal);
        return (open < 0 ? type : type[..open]) switch
        {
            "smallint" or "integer" or "bigint" or "oid" or "real" or "double precision" or "numeric" => ValueForm.Number,
            "bit" or "\"bit\"" or "bit varying" => ValueForm.Bits,
            "boolean" => ValueForm.Boolean,
            _ => ValueForm.Text,
        };
    }

    /// <param name="output">Where to.</param>
    /// <param name="field">The field as COPY has it, between tabs.</param>
    /// <param name="form">How to write it.</param>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> field, ValueForm form)
    {
        if (field.SequenceEqual("\\N"u8))
        {
            output.Write("NULL"u8);
            return;
        }

        switch (form)
        {
            case ValueForm.Number when !field.ContainsAnyExcept(Numbers):
                output.Write(field);
                break;
            case ValueForm.Boolean:
                output.Write(field.SequenceEqual("t"u8) ? "true"u8 : "false"u8);
                break;
            case ValueForm.Bits:
                output.Write("B"u8);
                WriteQuoted(output, field);
                break;
            default:
                WriteQuoted(output, field);
                break;
        }
    }

    private static void WriteQuoted(IBufferWriter<byte> output, ReadOnlySpan<byte> field)
    {
        output.Write("'"u8);
        while (field.IndexOfAny((byte)'\\', (byte)'\'') is >= 0 and var place)
        {
            output.Write(field[..place]);
            if (field[place] == '\'')
            {
                output.Write("''"u8);
                field = field[(place + 1)..];
                continue;
            }

            output.Write([Unescaped(field[place + 1])]);
            field = field[(place + 2)..];
        }

        output.Write(field);
        output.Write("'"u8);
    }

    /// <summary>What stands behind a backslash (PostgreSQL documentation, COPY, Text Format); the server writes no octal or hexadecimal codes.</summary>
    private static byte Unescaped(byte code) => code switch
    {
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        (byte)'v' => (byte)'\v',
        _ => code,
    };
}

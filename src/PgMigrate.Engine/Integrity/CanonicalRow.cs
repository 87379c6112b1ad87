using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using PgMigrate.Engine.Sqlite;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Integrity;

/// <summary>
/// Writes binary tuples so that equal values are equal bytes: a numeric without its display scale, jsonb without white space and
/// with sorted keys, character without its padding. Values of all other types are equal only when their bytes are.
/// </summary>
internal sealed class CanonicalRow
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = JsonText.MaxDepth };
    private readonly IReadOnlyList<FieldKind> kinds;
    private byte[] buffer = new byte[1024];

    private CanonicalRow(IReadOnlyList<FieldKind> kinds) => this.kinds = kinds;

    private enum FieldKind
    {
        Plain,
        Numeric,
        Json,
        PaddedText,
    }

    /// <summary>Null where the rows' bytes can be compared as they are.</summary>
    public static CanonicalRow? For(IReadOnlyList<RowColumn> columns, RowFormat format)
    {
        if (format == RowFormat.Text) return null;
        var kinds = columns.Select(column => KindOf(column.Type)).ToList();
        return kinds.TrueForAll(kind => kind == FieldKind.Plain) ? null : new(kinds);
    }

    /// <summary>The row's canonical bytes. Valid until the next call.</summary>
    public ReadOnlySpan<byte> Write(ReadOnlySpan<byte> tuple)
    {
        var length = 0;
        var position = sizeof(short);
        foreach (var kind in kinds)
        {
            var size = BinaryPrimitives.ReadInt32BigEndian(tuple[position..]);
            position += sizeof(int);
            var field = size < 0 ? default : tuple.Slice(position, size);
            position += field.Length;
            if (size >= 0 && kind != FieldKind.Plain) field = Canonical(kind, field);
            Append(size < 0 ? -1 : field.Length, field, ref length);
        }

        return buffer.AsSpan(0, length);
    }

    private static FieldKind KindOf(string type) => type switch
    {
        "jsonb" => FieldKind.Json,
        _ when type.StartsWith("numeric", StringComparison.Ordinal) => FieldKind.Numeric,
        _ when type == "character" || type.StartsWith("character(", StringComparison.Ordinal) => FieldKind.PaddedText,
        _ => FieldKind.Plain,
    };

    private static ReadOnlySpan<byte> Canonical(FieldKind kind, ReadOnlySpan<byte> field) => kind switch
    {
        FieldKind.Numeric => Numeric(field),
        FieldKind.PaddedText => field.TrimEnd((byte)' '),
        _ => Json(field),
    };

    /// <summary>numeric_send: digit count, weight, sign, display scale, digits in base 10,000 (PostgreSQL, numeric.c).</summary>
    private static byte[] Numeric(ReadOnlySpan<byte> field)
    {
        const int HeaderLength = 8;
        var digits = field[HeaderLength..];
        var weight = BinaryPrimitives.ReadInt16BigEndian(field[2..]);
        while (digits.Length >= 2 && digits[^1] == 0 && digits[^2] == 0) digits = digits[..^2];
        for (; digits.Length >= 2 && digits[0] == 0 && digits[1] == 0; weight--) digits = digits[2..];
        var canonical = new byte[4 + digits.Length];
        BinaryPrimitives.WriteInt16BigEndian(canonical, digits.Length == 0 ? (short)0 : weight);
        field.Slice(4, 2).CopyTo(canonical.AsSpan(2));
        digits.CopyTo(canonical.AsSpan(4));
        return canonical;
    }

    /// <summary>jsonb_send: a version byte, then the text.</summary>
    private static byte[] Json(ReadOnlySpan<byte> field)
    {
        try
        {
            using var document = JsonDocument.Parse(field[1..].ToArray(), Options);
            var text = new StringBuilder();
            Write(document.RootElement, text);
            return Encoding.UTF8.GetBytes(text.ToString());
        }
        catch (JsonException)
        {
            // Deeper than a SQLite file's JSON may be, so both ends are PostgreSQL, which prints equal values alike.
            return field.ToArray();
        }
    }

    private static void Write(JsonElement element, StringBuilder text)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                // Of doubled keys jsonb keeps the last.
                var members = new SortedDictionary<string, JsonElement>(StringComparer.Ordinal);
                foreach (var member in element.EnumerateObject()) members[member.Name] = member.Value;
                text.Append('{');
                foreach (var (name, value) in members)
                {
                    Quote(name, text);
                    text.Append(':');
                    Write(value, text);
                    text.Append(',');
                }

                text.Append('}');
                break;
            case JsonValueKind.Array:
                text.Append('[');
                foreach (var item in element.EnumerateArray())
                {
                    Write(item, text);
                    text.Append(',');
                }

                text.Append(']');
                break;
            case JsonValueKind.String:
                Quote(element.GetString()!, text);
                break;
            case JsonValueKind.Number:
                text.Append(JsonNumber.Canonical(element.GetRawText()));
                break;
            default:
                text.Append(element.GetRawText());
                break;
        }
    }

    private static void Quote(string value, StringBuilder text) => text.Append('"').Append(JsonEncodedText.Encode(value).Value).Append('"');

    private void Append(int size, ReadOnlySpan<byte> field, ref int length)
    {
        var needed = length + sizeof(int) + field.Length;
        if (needed > buffer.Length) Array.Resize(ref buffer, Math.Max(needed, buffer.Length * 2));
        BinaryPrimitives.WriteInt32BigEndian(buffer.AsSpan(length), size);
        field.CopyTo(buffer.AsSpan(length + sizeof(int)));
        length = needed;
    }
}

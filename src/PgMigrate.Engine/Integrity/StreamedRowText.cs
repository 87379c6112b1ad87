using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using PgMigrate.Engine.Copy;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Integrity;

/// <summary>Takes rows of COPY's formats apart: their hash, their key, their values.</summary>
internal sealed class StreamedRowText(IReadOnlyList<RowColumn> columns, IReadOnlyList<string> key, RowFormat format)
{
    private const int Shown = 200;

    private readonly CanonicalRow? canonical = CanonicalRow.For(columns, format);
    private readonly int[] keyPlaces = [.. key.Select(name => columns.ToList().FindIndex(column => column.Name == name))];
    private readonly ArrayBufferWriter<byte> field = new();

    /// <summary>Not from several threads at once.</summary>
    public StreamedRow Read(ReadOnlySpan<byte> row)
    {
        var compared = canonical is null ? row : canonical.Write(row);
        return new(RowSetChecksum.HashOf(compared), keyPlaces.Length == 0 ? 0 : KeyHash(compared));
    }

    /// <summary>The key's values as COPY's text has them, with tabs between; null where there is no key.</summary>
    public string? KeyOf(ReadOnlySpan<byte> row)
    {
        if (keyPlaces.Length == 0) return null;
        var fields = Fields(row);
        return string.Join('\t', keyPlaces.Select(place => Comparable(columns[place].Type, fields[place])));
    }

    /// <summary>Every column's value, long ones shortened.</summary>
    public IReadOnlyList<FieldText> ValuesOf(ReadOnlySpan<byte> row, int longest) => [.. Fields(row).Select((one, place) => Value(columns[place].Type, one, longest))];

    private static FieldText Value(string type, string field, int longest)
    {
        if (CopyTextLine.Value(field) is not { } value) return new(null);
        var comparable = Comparable(type, value);
        if (value.Length <= longest) return new(type.StartsWith("numeric", StringComparison.Ordinal) ? comparable : value);
        var bytes = Encoding.UTF8.GetBytes(value);
        return new(FormattableString.Invariant($"{value[..Shown]}… ({bytes.Length:N0} bytes)"), RowSetChecksum.HashOf(bytes).ToString());
    }

    /// <summary>Numbers that are the same are the same text, whatever their scale.</summary>
    private static string Comparable(string type, string field)
        => type.StartsWith("numeric", StringComparison.Ordinal) && field.Contains('.', StringComparison.Ordinal) ? field.TrimEnd('0').TrimEnd('.') : field;

    /// <summary>FNV-1a (64 bit) over the key's fields: it only has to spread them.</summary>
    private ulong KeyHash(ReadOnlySpan<byte> row)
    {
        const ulong Basis = 14695981039346656037;
        const ulong Prime = 1099511628211;
        var hash = Basis;
        var rest = format == RowFormat.Binary && canonical is null ? row[sizeof(short)..] : row;
        for (var place = 0; place < columns.Count; place++)
        {
            var one = format == RowFormat.Binary ? NextBinary(ref rest) : NextText(ref rest);
            if (!keyPlaces.Contains(place)) continue;
            foreach (var code in one) hash = unchecked((hash ^ code) * Prime);
            hash = unchecked((hash ^ 0xFF) * Prime);
        }

        // The lower bits of FNV-1a know little of the last bytes' upper ones.
        return hash ^ (hash >> 29);
    }

    /// <summary>A field with its length, which tells NULL from nothing.</summary>
    private static ReadOnlySpan<byte> NextBinary(ref ReadOnlySpan<byte> rest)
    {
        var length = sizeof(int) + Math.Max(BinaryPrimitives.ReadInt32BigEndian(rest), 0);
        var one = rest[..length];
        rest = rest[length..];
        return one;
    }

    private static ReadOnlySpan<byte> NextText(ref ReadOnlySpan<byte> rest)
    {
        var length = rest.IndexOfAny((byte)'\t', (byte)'\n');
        var one = length < 0 ? rest : rest[..length];
        rest = length < 0 ? default : rest[(length + 1)..];
        return one;
    }

    private string[] Fields(ReadOnlySpan<byte> row)
    {
        if (format == RowFormat.Text) return CopyTextLine.Split(row);
        var fields = new string[columns.Count];
        row = row[sizeof(short)..];
        for (var place = 0; place < fields.Length; place++)
        {
            var one = NextBinary(ref row);
            fields[place] = BinaryPrimitives.ReadInt32BigEndian(one) < 0 ? CopyTextLine.Null : Printed(columns[place].Type, one[sizeof(int)..]);
        }

        return fields;
    }

    private string Printed(string type, ReadOnlySpan<byte> value)
    {
        field.ResetWrittenCount();
        BinaryText.Write(field, type, value);
        return Encoding.UTF8.GetString(field.WrittenSpan);
    }
}

using System.Globalization;
using System.Text;

namespace PgMigrate.Engine.Sqlite;

/// <summary>Writes a rejected row in COPY's text format (PostgreSQL documentation, COPY, Text Format).</summary>
internal static class RejectedData
{
    private const int LargestValue = 1024 * 1024;

    /// <summary>The row's first columns, tabs between; null where a value is larger than a megabyte.</summary>
    public static string? Write(SqliteStatement row, int columns)
    {
        var line = new StringBuilder();
        for (var column = 0; column < columns; column++)
        {
            if (column > 0) line.Append('\t');
            if (!TryWrite(line, row, column)) return null;
        }

        return line.ToString();
    }

    private static bool TryWrite(StringBuilder line, SqliteStatement row, int column)
    {
        switch (row.Type(column))
        {
            case SqliteStorage.Null:
                line.Append("\\N");
                return true;
            case SqliteStorage.Integer:
                line.Append(CultureInfo.InvariantCulture, $"{row.Int64(column)}");
                return true;
            case SqliteStorage.Real:
                line.Append(row.Double(column).ToString("R", CultureInfo.InvariantCulture));
                return true;
            case SqliteStorage.Text:
                if (!row.TryText(column, out var text) || text.Length > LargestValue) return false;
                Escape(line, text);
                return true;
            default:
                var bytes = row.Bytes(column);
                if (bytes.Length > LargestValue) return false;
                line.Append("\\\\x").Append(Convert.ToHexString(bytes));
                return true;
        }
    }

    private static void Escape(StringBuilder line, ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            var isValid = Rune.DecodeFromUtf8(text, out var rune, out var length) == System.Buffers.OperationStatus.Done;
            if (isValid && rune.Value == '\\') line.Append("\\\\");
            else if (isValid && rune.Value >= ' ') line.Append(rune);
            else foreach (var unit in text[..length]) line.Append(CultureInfo.InvariantCulture, $"\\x{unit:X2}");
            text = text[length..];
        }
    }
}

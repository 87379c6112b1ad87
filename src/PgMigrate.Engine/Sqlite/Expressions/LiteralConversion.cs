using System.Globalization;
using System.Text;
using System.Text.Json;

namespace PgMigrate.Engine.Sqlite;

/// <summary>Writes a SQLite literal as a value of a column's PostgreSQL type, as the copied rows write that value.</summary>
internal static class LiteralConversion
{
    /// <param name="literal">The literal.</param>
    /// <param name="target">The column that takes the value, or that is compared with it.</param>
    /// <param name="isComparison">Whether the value is compared with the column instead of stored in it.</param>
    /// <exception cref="UntranslatableException">The literal is no value of that type.</exception>
    public static string To(SqliteNode.Literal literal, ColumnMapping target, bool isComparison = false)
    {
        if (literal.IsNull) return "NULL";
        return target.Conversion switch
        {
            ValueConversion.SmallInt => IntegerText(literal, isComparison, short.MinValue, short.MaxValue),
            ValueConversion.Integer => IntegerText(literal, isComparison, int.MinValue, int.MaxValue),
            ValueConversion.BigInt => IntegerText(literal, isComparison, long.MinValue, long.MaxValue),
            ValueConversion.Double or ValueConversion.Numeric => NumberText(literal) ?? throw NoValue(literal, "number"),
            ValueConversion.Boolean => BooleanText(literal),
            ValueConversion.Text => SqlText.Literal(TextOf(literal, target, isComparison)).TrimStart(),
            ValueConversion.Bytea => BytesText(literal),
            ValueConversion.Uuid => Guid.TryParse(literal.Text, out var guid) ? $"'{guid}'::uuid" : throw NoValue(literal, "uuid"),
            ValueConversion.Json or ValueConversion.Jsonb => JsonText(literal, target.Type),
            _ => InstantLiteral.To(literal, target.Conversion),
        };
    }

    /// <summary>The number that a literal is, or that a text becomes in a numeric column; null where it is none.</summary>
    public static string? NumberText(SqliteNode.Literal literal)
    {
        switch (literal.Kind)
        {
            case SqliteTokenKind.Word:
                return literal.Text switch { "TRUE" => "1", "FALSE" => "0", _ => null };
            case SqliteTokenKind.Integer when literal.Text.StartsWith("0x", StringComparison.OrdinalIgnoreCase):
                return ulong.TryParse(literal.Text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits)
                    ? ((long)bits).ToString(CultureInfo.InvariantCulture)
                    : null;
            case SqliteTokenKind.Integer or SqliteTokenKind.Real or SqliteTokenKind.String:
                var text = literal.Text.Trim();
                const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
                if (!double.TryParse(text, Style, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value)) return null;
                var unsigned = text.TrimStart('+', '-');
                if (unsigned.StartsWith('.')) unsigned = "0" + unsigned;
                if (unsigned.EndsWith('.')) unsigned += "0";
                return (text.StartsWith('-') ? "-" : "") + unsigned.Replace(".e", ".0e", StringComparison.OrdinalIgnoreCase);
            default:
                return null;
        }
    }

    private static string IntegerText(SqliteNode.Literal literal, bool isComparison, long lowest, long highest)
    {
        var text = NumberText(literal) ?? throw NoValue(literal, "integer");
        if (isComparison) return text;
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || value != decimal.Truncate(value)
            || value < lowest || value > highest)
        {
            throw NoValue(literal, "integer of the column's size");
        }

        return decimal.Truncate(value).ToString("0", CultureInfo.InvariantCulture);
    }

    private static string BooleanText(SqliteNode.Literal literal) => literal.Text.Trim().ToLowerInvariant() switch
    {
        "1" or "true" or "t" or "yes" or "y" or "on" => "true",
        "0" or "false" or "f" or "no" or "n" or "off" => "false",
        _ => throw NoValue(literal, "boolean"),
    };

    private static string TextOf(SqliteNode.Literal literal, ColumnMapping target, bool isComparison)
    {
        if (literal.Kind == SqliteTokenKind.String) return WithoutNul(literal);
        if (literal.Kind == SqliteTokenKind.Blob) throw NoValue(literal, "text");

        // Only a column of TEXT affinity turns the number that it is compared with into text.
        if (isComparison && DeclaredType.AffinityOf(target.Column.DeclaredType) != SqliteAffinity.Text)
        {
            throw new UntranslatableException($"it compares the text column '{target.Column.Name}' with the number {literal.Text}");
        }

        var number = NumberText(literal) ?? throw NoValue(literal, "text");
        if (literal.Kind != SqliteTokenKind.Real) return number;

        // SQLite prints reals with 15 digits and always a point.
        var real = double.Parse(number, CultureInfo.InvariantCulture).ToString("G15", CultureInfo.InvariantCulture);
        if (real.Contains('E', StringComparison.Ordinal)) throw NoValue(literal, "text that is certain");
        return real.Contains('.', StringComparison.Ordinal) ? real : real + ".0";
    }

    private static string WithoutNul(SqliteNode.Literal literal) =>
        literal.Text.Contains('\0', StringComparison.Ordinal)
            ? throw new UntranslatableException("it holds a NUL character")
            : literal.Text;

    private static string BytesText(SqliteNode.Literal literal) => literal.Kind switch
    {
        SqliteTokenKind.Blob => $"decode('{literal.Text}', 'hex')",
        SqliteTokenKind.String => $"decode('{Convert.ToHexString(Encoding.UTF8.GetBytes(literal.Text))}', 'hex')",
        _ => throw NoValue(literal, "bytea"),
    };

    private static string JsonText(SqliteNode.Literal literal, string type)
    {
        try
        {
            using var document = JsonDocument.Parse(literal.Text);
            return $"{SqlText.Literal(literal.Text).TrimStart()}::{type}";
        }
        catch (JsonException)
        {
            throw NoValue(literal, type);
        }
    }

    internal static UntranslatableException NoValue(SqliteNode.Literal literal, string type) => new($"'{literal.Text}' is no {type}");
}

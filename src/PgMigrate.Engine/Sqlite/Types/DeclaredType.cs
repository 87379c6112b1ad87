using System.Globalization;

namespace PgMigrate.Engine.Sqlite;

/// <summary>A column's declared type, understood: SQLite takes any words there (sqlite.org/datatype3.html).</summary>
/// <param name="Kind">What the words mean.</param>
/// <param name="Length">The first number in parentheses; null where there is none.</param>
/// <param name="Scale">The second number in parentheses; null where there is none.</param>
internal sealed record DeclaredType(DeclaredKind Kind, int? Length, int? Scale)
{
    public static DeclaredType Parse(string declared, bool isStrict)
    {
        var (name, numbers) = Split(declared.Trim());
        var kind = isStrict && name == "INT" ? DeclaredKind.BigInt : ByName(name) ?? ByAffinity(name);
        return new DeclaredType(kind, numbers.Length > 0 ? numbers[0] : null, numbers.Length > 1 ? numbers[1] : null);
    }

    private static DeclaredKind? ByName(string name) => name switch
    {
        "" or "ANY" => DeclaredKind.None,
        "SMALLINT" or "INT2" or "TINYINT" or "SMALLSERIAL" or "YEAR" => DeclaredKind.SmallInt,
        "INT" or "INT4" or "MEDIUMINT" or "SERIAL" => DeclaredKind.Int,
        "BOOLEAN" or "BOOL" or "BIT" => DeclaredKind.Boolean,
        "REAL" or "FLOAT" or "FLOAT4" or "FLOAT8" or "DOUBLE" or "DOUBLE PRECISION" or "SINGLE" => DeclaredKind.Real,
        "NUMERIC" or "DECIMAL" or "DEC" or "NUMBER" or "MONEY" or "SMALLMONEY" or "FIXED" => DeclaredKind.Numeric,
        "STRING" => DeclaredKind.Text,
        "BYTEA" or "BINARY" or "VARBINARY" or "IMAGE" => DeclaredKind.Blob,
        "DATE" => DeclaredKind.Date,
        "DATETIME" or "TIMESTAMP" or "DATETIME2" or "SMALLDATETIME" or "TIMESTAMP WITHOUT TIME ZONE" => DeclaredKind.Timestamp,
        "TIMESTAMPTZ" or "TIMESTAMP WITH TIME ZONE" or "DATETIMEOFFSET" => DeclaredKind.TimestampTz,
        "TIME" or "TIME WITHOUT TIME ZONE" => DeclaredKind.Time,
        "UUID" or "GUID" or "UNIQUEIDENTIFIER" => DeclaredKind.Uuid,
        "JSON" => DeclaredKind.Json,
        "JSONB" => DeclaredKind.Jsonb,
        _ => null,
    };

    /// <summary>SQLite's own rules for words it does not know (datatype3.html, 3.1).</summary>
    private static DeclaredKind ByAffinity(string name)
    {
        if (Has("INT")) return DeclaredKind.BigInt;
        if (Has("CHAR") || Has("CLOB") || Has("TEXT")) return DeclaredKind.Text;
        if (Has("BLOB")) return DeclaredKind.Blob;
        return Has("REAL") || Has("FLOA") || Has("DOUB") ? DeclaredKind.Real : DeclaredKind.Numeric;

        bool Has(string part) => name.Contains(part, StringComparison.Ordinal);
    }

    /// <summary>The words in upper case with single spaces, and the numbers in parentheses, which may stand between them.</summary>
    private static (string Name, int[] Numbers) Split(string declared)
    {
        var open = declared.IndexOf('(', StringComparison.Ordinal);
        var close = declared.IndexOf(')', StringComparison.Ordinal);
        var hasNumbers = open >= 0 && close > open;
        var words = hasNumbers ? declared[..open] + " " + declared[(close + 1)..] : declared;
        var name = string.Join(' ', words.ToUpperInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return (name, hasNumbers ? Numbers(declared[(open + 1)..close]) : []);
    }

    private static int[] Numbers(string list)
    {
        List<int> numbers = [];
        foreach (var part in list.Split(','))
        {
            if (!int.TryParse(part, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)) return [];
            numbers.Add(number);
        }

        return [.. numbers];
    }
}

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

    /// <summary>The affinity that SQLite gives to a declared type (datatype3.html, 3.1).</summary>
    public static SqliteAffinity AffinityOf(string type)
    {
        bool Has(string part) => type.Contains(part, StringComparison.OrdinalIgnoreCase);
        if (Has("INT")) return SqliteAffinity.Integer;
        if (Has("CHAR") || Has("CLOB") || Has("TEXT")) return SqliteAffinity.Text;
        if (Has("BLOB") || type.Length == 0) return SqliteAffinity.Blob;
        return Has("REAL") || Has("FLOA") || Has("DOUB") ? SqliteAffinity.Real : SqliteAffinity.Numeric;
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

    /// <summary>Words that it does not know SQLite takes by what they contain.</summary>
    private static DeclaredKind ByAffinity(string name) => AffinityOf(name) switch
    {
        SqliteAffinity.Integer => DeclaredKind.BigInt,
        SqliteAffinity.Text => DeclaredKind.Text,
        SqliteAffinity.Blob => DeclaredKind.Blob,
        SqliteAffinity.Real => DeclaredKind.Real,
        _ => DeclaredKind.Numeric,
    };

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

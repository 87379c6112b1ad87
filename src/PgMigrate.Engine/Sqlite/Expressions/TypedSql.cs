namespace PgMigrate.Engine.Sqlite;

/// <summary>A translated expression and the sort of its value.</summary>
internal sealed record TypedSql(string Sql, SqlKind Kind)
{
    /// <summary>Whether it can be an operand without parentheses.</summary>
    public bool IsAtom { get; init; }

    /// <summary>The column that it is; null for all else.</summary>
    public ColumnMapping? Column { get; init; }

    /// <summary>The expression, in parentheses where it needs them as an operand.</summary>
    public string Operand => IsAtom ? Sql : $"({Sql})";

    public bool IsNumber => Kind is SqlKind.Integer or SqlKind.Real or SqlKind.Numeric;

    public static TypedSql Atom(string sql, SqlKind kind) => new(sql, kind) { IsAtom = true };

    public static TypedSql Of(ColumnMapping column) =>
        new(SqlText.Identifier(column.Name), KindOf(column)) { IsAtom = true, Column = column };

    public static SqlKind KindOf(ColumnMapping column) => column.Conversion switch
    {
        ValueConversion.SmallInt or ValueConversion.Integer or ValueConversion.BigInt => SqlKind.Integer,
        ValueConversion.Double => SqlKind.Real,
        ValueConversion.Numeric => SqlKind.Numeric,
        ValueConversion.Boolean => SqlKind.Boolean,
        ValueConversion.Text => IsTextType(column.Type) ? SqlKind.Text : SqlKind.Other,
        ValueConversion.Bytea => SqlKind.Blob,
        ValueConversion.Uuid => SqlKind.Uuid,
        ValueConversion.Json or ValueConversion.Jsonb => SqlKind.Json,
        ValueConversion.IsoDate => SqlKind.Date,
        ValueConversion.IsoTime => SqlKind.Time,
        ValueConversion.IsoTimestamp => SqlKind.Timestamp,
        ValueConversion.IsoTimestampTz or ValueConversion.EpochSeconds or ValueConversion.EpochMilliseconds or ValueConversion.JulianDay =>
            SqlKind.TimestampTz,
        _ => SqlKind.Other,
    };

    /// <summary>Whether SQLite's integers, which are all of 64 bits, would overflow the column's type.</summary>
    public static bool IsNarrow(ColumnMapping column) => column.Conversion is ValueConversion.SmallInt or ValueConversion.Integer;

    /// <summary>Whether a column of fractions gives integers in some rows, as SQLite keeps them in all but REAL columns: those divide without a rest.</summary>
    public static bool MayHoldIntegers(ColumnMapping column) =>
        column.Conversion is ValueConversion.Double or ValueConversion.Numeric && DeclaredType.AffinityOf(column.Column.DeclaredType) != SqliteAffinity.Real;

    private static bool IsTextType(string type) =>
        type is "text" or "citext" || type.StartsWith("character", StringComparison.Ordinal)
            || type.StartsWith("varchar", StringComparison.Ordinal)
        || type.StartsWith("char", StringComparison.Ordinal) || type.StartsWith("bpchar", StringComparison.Ordinal);
}

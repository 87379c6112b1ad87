namespace PgMigrate.Engine.Sqlite;

/// <summary>Maps a SQLite column to a destination column that is there already.</summary>
internal static class DestinationMapping
{
    /// <param name="column">The source's column.</param>
    /// <param name="type">The destination column's type, as <c>format_type</c> prints it.</param>
    /// <param name="storedTimes">Tells how the column's times are stored; asked only where the type is a timestamp.</param>
    /// <param name="name">The destination column's full name, for messages.</param>
    public static ColumnMapping Fit(ColumnMapping column, string type, Func<ValueConversion> storedTimes, string name)
    {
        var conversion = WithoutModifier(type) switch
        {
            "smallint" => ValueConversion.SmallInt,
            "integer" => ValueConversion.Integer,
            "bigint" => ValueConversion.BigInt,
            "double precision" => ValueConversion.Double,
            "numeric" => ValueConversion.Numeric,
            "boolean" => ValueConversion.Boolean,
            "text" or "character varying" or "character" => ValueConversion.Text,
            "bytea" => ValueConversion.Bytea,
            "uuid" => ValueConversion.Uuid,
            "json" => ValueConversion.Json,
            "jsonb" => ValueConversion.Jsonb,
            "date" => ValueConversion.IsoDate,
            "time without time zone" => ValueConversion.IsoTime,
            "timestamp without time zone" or "timestamp with time zone" => Times(storedTimes(), column, type, name),
            _ => throw Unsuitable(column, type, name),
        };
        return column with { Type = type, Conversion = conversion, Reason = "the destination's column is of that type" };
    }

    private static ValueConversion Times(ValueConversion stored, ColumnMapping column, string type, string name) => stored switch
    {
        ValueConversion.EpochSeconds or ValueConversion.EpochMilliseconds or ValueConversion.JulianDay => stored,
        // A date is midnight of its day; without a zone it is UTC.
        ValueConversion.IsoDate or ValueConversion.IsoTimestamp or ValueConversion.IsoTimestampTz
            => type.StartsWith("timestamp with time", StringComparison.Ordinal) || stored == ValueConversion.IsoTimestampTz
                ? ValueConversion.IsoTimestampTz
                : ValueConversion.IsoTimestamp,
        _ => throw Unsuitable(column, type, name),
    };

    /// <summary><c>timestamp(3) without time zone</c> is <c>timestamp without time zone</c>.</summary>
    private static string WithoutModifier(string type)
    {
        var open = type.IndexOf('(', StringComparison.Ordinal);
        return open < 0 ? type : type[..open] + type[(type.IndexOf(')', open) + 1)..];
    }

    private static MigrationException Unsuitable(ColumnMapping column, string type, string name) => new(
        "ColumnTypeMismatch",
        MigrationErrorCategory.InvalidData,
        $"The destination's column {name} is {type}, which the source's "
            + $"{(column.Column.DeclaredType.Length == 0 ? "untyped" : column.Column.DeclaredType)} values can't be written as.")
    {
        Subject = name,
        Remedy = $"Change the column's type, to {column.Type} for instance, or let -CreateTable create the table.",
    };
}

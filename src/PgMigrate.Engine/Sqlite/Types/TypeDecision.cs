namespace PgMigrate.Engine.Sqlite;

/// <summary>A PostgreSQL type, how values are written as it, and why it is not the declared type's plain match.</summary>
internal sealed record TypeDecision(string Type, ValueConversion Conversion, string? Reason = null)
{
    public static TypeDecision SmallInt { get; } = new("smallint", ValueConversion.SmallInt);

    public static TypeDecision Integer { get; } = new("integer", ValueConversion.Integer);

    public static TypeDecision BigInt { get; } = new("bigint", ValueConversion.BigInt);

    public static TypeDecision Double { get; } = new("double precision", ValueConversion.Double);

    public static TypeDecision Numeric { get; } = new("numeric", ValueConversion.Numeric);

    public static TypeDecision Boolean { get; } = new("boolean", ValueConversion.Boolean);

    public static TypeDecision Text { get; } = new("text", ValueConversion.Text);

    public static TypeDecision Bytea { get; } = new("bytea", ValueConversion.Bytea);

    public static TypeDecision Uuid { get; } = new("uuid", ValueConversion.Uuid);

    public static TypeDecision Json { get; } = new("json", ValueConversion.Json);

    public static TypeDecision Jsonb { get; } = new("jsonb", ValueConversion.Jsonb);

    public static TypeDecision Date { get; } = new("date", ValueConversion.IsoDate);

    public static TypeDecision Time { get; } = new("time without time zone", ValueConversion.IsoTime);

    public static TypeDecision Timestamp { get; } = new("timestamp without time zone", ValueConversion.IsoTimestamp);

    public static TypeDecision TimestampTz { get; } = new("timestamp with time zone", ValueConversion.IsoTimestampTz);

    public TypeDecision Because(string reason) => this with { Reason = reason };

    /// <summary>A time counted in numbers.</summary>
    public static TypeDecision Counted(ValueConversion conversion) => new("timestamp with time zone", conversion);
}

namespace PgMigrate.Engine.Sqlite;

/// <summary>How one SQLite column becomes a PostgreSQL column.</summary>
public sealed record ColumnMapping
{
    public required SqliteColumn Column { get; init; }

    /// <summary>The column's name in the destination.</summary>
    public required string Name { get; init; }

    /// <summary>The PostgreSQL type, as <c>format_type</c> prints it.</summary>
    public required string Type { get; init; }

    /// <summary>How a value is written in COPY's binary format.</summary>
    public required ValueConversion Conversion { get; init; }

    /// <summary>Why this type was chosen where it is not the declared type's plain match; for verbose output.</summary>
    public string? Reason { get; init; }
}

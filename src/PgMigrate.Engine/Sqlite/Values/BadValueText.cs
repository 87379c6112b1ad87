namespace PgMigrate.Engine.Sqlite;

/// <summary>Says in words why a value does not suit its column.</summary>
internal static class BadValueText
{
    /// <summary>A noun phrase that goes on after "holds", such as <c>TEXT, which bigint cannot hold</c>.</summary>
    public static string Describe(BadValue reason, SqliteStorage storage, string type) => reason switch
    {
        BadValue.WrongStorage => $"{Name(storage)}, which {type} cannot hold",
        BadValue.OutOfRange => $"a value outside the range of {type}",
        BadValue.HasFraction => $"a REAL that {type} would round",
        BadValue.Inexact => $"an INTEGER of more digits than {type} holds exactly",
        BadValue.Infinite => $"an infinite REAL, which {type} cannot hold",
        BadValue.HasNul => "text with a NUL character, which PostgreSQL cannot hold",
        BadValue.InvalidText => "text that is not valid Unicode",
        BadValue.NotBoolean => "a value that is neither true nor false",
        BadValue.NotNumeric => "text that is not a decimal number",
        BadValue.TooManyDigits => $"a number of more digits than {type} holds",
        BadValue.TooLong => $"text longer than {type}",
        BadValue.NotUuid => "text that is not a uuid",
        BadValue.NotJson => $"text that is not valid {type}",
        BadValue.NotIso => $"text that is no ISO 8601 value of type {type}",
        BadValue.HasZone => $"a time with a zone, which {type} would drop",
        BadValue.TooFine => $"a time finer than {type} holds",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };

    private static string Name(SqliteStorage storage) => storage switch
    {
        SqliteStorage.Integer => "an INTEGER",
        SqliteStorage.Real => "a REAL",
        SqliteStorage.Text => "TEXT",
        SqliteStorage.Blob => "a BLOB",
        _ => "NULL",
    };
}

namespace PgMigrate.Engine.Sqlite;

/// <summary>What a token of SQLite's SQL is.</summary>
internal enum SqliteTokenKind
{
    /// <summary>A keyword or a name without quotes.</summary>
    Word,

    /// <summary>A name in double quotes; where no such column exists SQLite takes it for a string.</summary>
    DoubleQuoted,

    /// <summary>A name in backticks or brackets.</summary>
    QuotedName,

    /// <summary>A string in single quotes.</summary>
    String,
    Blob,
    Integer,
    Real,
    Operator,

    /// <summary>A parameter, such as <c>?1</c> or <c>:name</c>.</summary>
    Parameter,
    End,
}

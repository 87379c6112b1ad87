namespace PgMigrate.Engine.Sqlite;

/// <summary>What is asked of a column's values beyond their storage classes.</summary>
[Flags]
internal enum ValueChecks
{
    None = 0,

    /// <summary>The longest text, in characters.</summary>
    Length = 1,

    /// <summary>ISO 8601 forms.</summary>
    Iso = 2,

    /// <summary>Every text is a uuid.</summary>
    Uuid = 4,

    /// <summary>Every text is valid json.</summary>
    Json = 8,

    /// <summary>Every text is valid jsonb.</summary>
    Jsonb = 16,

    /// <summary>Every text is a JSON object or array: what a lone number or word is not taken for.</summary>
    JsonContainer = 32,

    /// <summary>Boolean words.</summary>
    Boolean = 64,

    /// <summary>Decimal numbers as text, and the digits of all numbers.</summary>
    Decimal = 128,

    /// <summary>The declared type is text: a check counts only where every value passes it.</summary>
    Inferring = 256,
}

namespace PgMigrate;

/// <summary>How an object of two databases differs.</summary>
public enum SchemaDifferenceStatus
{
    /// <summary>Both databases have it, with another value of one property.</summary>
    Different,

    /// <summary>Only the source has it.</summary>
    OnlySource,

    /// <summary>Only the destination has it.</summary>
    OnlyDestination,
}

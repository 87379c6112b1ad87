namespace PgMigrate.Engine.Catalog;

/// <summary>CREATE ACCESS METHOD.</summary>
public sealed record PgAccessMethod : PgObject
{
    /// <summary>Whether it is for tables; else it is for indexes.</summary>
    public required bool IsForTables { get; init; }

    /// <summary>As it is written.</summary>
    public required string Handler { get; init; }
}

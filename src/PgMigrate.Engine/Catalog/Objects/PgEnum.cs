namespace PgMigrate.Engine.Catalog;

/// <summary>CREATE TYPE … AS ENUM.</summary>
public sealed record PgEnum : PgType
{
    /// <summary>In their sort order.</summary>
    public required IReadOnlyList<string> Labels { get; init; }
}

using PgMigrate.Engine.Catalog;

namespace PgMigrate.Engine.Schema;

/// <summary>What of two databases is compared.</summary>
public sealed record SchemaComparisonOptions
{
    /// <summary>
    /// Which objects: by schema, and where tables are named, only those and what belongs to them. What is in no schema is compared unless
    /// something is chosen.
    /// </summary>
    public TableSelection Selection { get; init; } = TableSelection.All;

    /// <summary>Whether it matters who owns an object.</summary>
    public bool WithOwners { get; init; } = true;

    public bool WithPrivileges { get; init; } = true;

    /// <summary>Whether comments and security labels matter.</summary>
    public bool WithComments { get; init; } = true;
}

namespace PgMigrate.Engine.Catalog;

/// <summary>What is said of objects of all kinds alike: read once for all.</summary>
public sealed record ObjectRemarks
{
    public required IReadOnlyDictionary<ObjectAddress, string> Comments { get; init; }

    /// <summary>The security labels with their providers.</summary>
    public required ILookup<ObjectAddress, (string Provider, string Label)> SecurityLabels { get; init; }

    /// <summary>The privileges of objects and columns that differ from those that they were made with.</summary>
    public required IReadOnlyDictionary<ObjectAddress, PgPrivileges> Privileges { get; init; }

    /// <summary>The names of the extensions that an object goes with though it is no member of them.</summary>
    public required ILookup<ObjectAddress, string> Extensions { get; init; }

    public required IReadOnlyList<PgDependency> Dependencies { get; init; }
}

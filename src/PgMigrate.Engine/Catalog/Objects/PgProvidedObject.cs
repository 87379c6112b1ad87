namespace PgMigrate.Engine.Catalog;

/// <summary>
/// An object that an extension or initdb makes, so that nothing of it is copied but what somebody granted and revoked since.
/// </summary>
public sealed record PgProvidedObject : PgObject
{
    public required ProvidedObjectKind Kind { get; init; }

    /// <summary>A function's arguments as GRANT names them; null for other kinds.</summary>
    public string? Arguments { get; init; }

    /// <summary>A table's columns that have privileges of their own, with their numbers.</summary>
    public IReadOnlyList<(int Number, string Name)> Columns { get; init; } = [];
}

namespace PgMigrate.Engine.Catalog;

/// <summary>
/// An object that an extension or initdb makes, so that nothing of it is copied but what somebody granted and revoked since.
/// </summary>
public sealed record PgProvidedObject : PgObject
{
    public required ProvidedObjectKind Kind { get; init; }

    /// <summary>A function's arguments as GRANT names them; null for other kinds.</summary>
    public string? Arguments { get; init; }

    /// <summary>The same as a list of one, which tells functions of one name apart; null for other kinds.</summary>
    public IReadOnlyList<string>? ArgumentTypes => Arguments is null ? null : [Arguments];

    /// <summary>A table's columns that have privileges of their own.</summary>
    public IReadOnlyList<PgProvidedColumn> Columns { get; init; } = [];
}

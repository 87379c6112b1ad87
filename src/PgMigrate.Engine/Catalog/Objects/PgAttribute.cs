namespace PgMigrate.Engine.Catalog;

/// <summary>One attribute of a composite type.</summary>
/// <param name="Number">Its number, from 1; numbers of dropped attributes are missing.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type with its modifier, as <c>format_type</c> prints it.</param>
/// <param name="Collation">The collation, as it is written; null where it is the type's own.</param>
public sealed record PgAttribute(int Number, string Name, string Type, string? Collation);

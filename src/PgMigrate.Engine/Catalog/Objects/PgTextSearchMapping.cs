namespace PgMigrate.Engine.Catalog;

/// <summary>Which dictionaries a text search configuration asks for a type of token.</summary>
/// <param name="TokenType">The type's name.</param>
/// <param name="Dictionaries">The dictionaries in their order, as they are written.</param>
public sealed record PgTextSearchMapping(string TokenType, IReadOnlyList<string> Dictionaries);

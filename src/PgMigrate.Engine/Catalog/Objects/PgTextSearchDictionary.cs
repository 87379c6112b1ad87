namespace PgMigrate.Engine.Catalog;

/// <summary>CREATE TEXT SEARCH DICTIONARY.</summary>
public sealed record PgTextSearchDictionary : PgObject
{
    /// <summary>With its schema, as it is written.</summary>
    public required string Template { get; init; }

    /// <summary>Names and values, as the server keeps them written; null for none.</summary>
    public string? Options { get; init; }
}

namespace PgMigrate.Engine.Catalog;

/// <summary>CREATE TEXT SEARCH CONFIGURATION.</summary>
public sealed record PgTextSearchConfiguration : PgObject
{
    /// <summary>With its schema, as it is written.</summary>
    public required string Parser { get; init; }

    /// <summary>In the order of the parser's types of tokens.</summary>
    public IReadOnlyList<PgTextSearchMapping> Mappings { get; init; } = [];
}

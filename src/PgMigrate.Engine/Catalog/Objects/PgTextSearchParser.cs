namespace PgMigrate.Engine.Catalog;

/// <summary>CREATE TEXT SEARCH PARSER. Its functions are named as they are written.</summary>
public sealed record PgTextSearchParser : PgObject
{
    public required string Start { get; init; }

    public required string GetToken { get; init; }

    public required string End { get; init; }

    /// <summary>Null where there is none.</summary>
    public string? Headline { get; init; }

    public required string LexemeTypes { get; init; }
}

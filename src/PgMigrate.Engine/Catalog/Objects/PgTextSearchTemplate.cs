namespace PgMigrate.Engine.Catalog;

/// <summary>CREATE TEXT SEARCH TEMPLATE. Its functions are named as they are written.</summary>
public sealed record PgTextSearchTemplate : PgObject
{
    /// <summary>Null where there is none.</summary>
    public string? Initialize { get; init; }

    public required string Lexize { get; init; }
}

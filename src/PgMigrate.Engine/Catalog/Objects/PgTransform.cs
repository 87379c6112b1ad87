namespace PgMigrate.Engine.Catalog;

/// <summary>CREATE TRANSFORM. Its name is that of its type and language.</summary>
public sealed record PgTransform : PgObject
{
    /// <summary>As it is written.</summary>
    public required string Type { get; init; }

    public required string Language { get; init; }

    /// <summary>The function with its schema and argument types; null where there is none.</summary>
    public string? FromSql { get; init; }

    /// <summary>The function with its schema and argument types; null where there is none.</summary>
    public string? ToSql { get; init; }
}

namespace PgMigrate.Engine.Catalog;

/// <summary>CREATE CAST. Its name is that of its types.</summary>
public sealed record PgCast : PgObject
{
    /// <summary>As it is written.</summary>
    public required string SourceType { get; init; }

    /// <summary>As it is written.</summary>
    public required string TargetType { get; init; }

    public required CastMethod Method { get; init; }

    /// <summary>The function with its schema and argument types; null where there is none.</summary>
    public string? Function { get; init; }

    public required CastContext Context { get; init; }
}

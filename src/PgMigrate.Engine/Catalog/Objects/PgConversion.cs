namespace PgMigrate.Engine.Catalog;

/// <summary>CREATE CONVERSION.</summary>
public sealed record PgConversion : PgObject
{
    public required string SourceEncoding { get; init; }

    public required string TargetEncoding { get; init; }

    /// <summary>As it is written.</summary>
    public required string Function { get; init; }

    public bool IsDefault { get; init; }
}

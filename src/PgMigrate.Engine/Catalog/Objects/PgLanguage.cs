namespace PgMigrate.Engine.Catalog;

/// <summary>CREATE LANGUAGE. Its functions are named as they are written.</summary>
public sealed record PgLanguage : PgObject
{
    public bool IsTrusted { get; init; }

    public required string Handler { get; init; }

    /// <summary>The function that runs DO; null where there is none.</summary>
    public string? Inline { get; init; }

    public string? Validator { get; init; }
}

namespace PgMigrate.Engine.Catalog;

/// <summary>CREATE FOREIGN DATA WRAPPER. Its functions are named as they are written.</summary>
public sealed record PgForeignDataWrapper : PgObject
{
    /// <summary>Null where there is none.</summary>
    public string? Handler { get; init; }

    /// <summary>Null where there is none.</summary>
    public string? Validator { get; init; }

    /// <summary>Each <c>name=value</c>.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];
}

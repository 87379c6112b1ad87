namespace PgMigrate.Engine.Catalog;

/// <summary>CREATE USER MAPPING. Its name is that of the role, or <c>public</c>.</summary>
public sealed record PgUserMapping : PgObject
{
    /// <summary>Whether the role that reads the catalog may see the options; else they are missing.</summary>
    public required bool AreOptionsReadable { get; init; }

    /// <summary>Each <c>name=value</c>. They may hold a password.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];
}

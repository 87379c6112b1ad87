namespace PgMigrate.Engine.Catalog;

/// <summary>One option of a foreign-data wrapper, a server, a user mapping or a foreign table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value, which may be a password.</param>
public sealed record PgOption(string Name, string Value)
{
    /// <summary>Its name only.</summary>
    public override string ToString() => Name;
}

namespace PgMigrate.Engine.Catalog;

/// <summary>One schema: a user's, or <c>public</c>, which each database has from the start.</summary>
public sealed record PgNamespace : PgObject
{
    /// <summary>Whether it is the schema that initdb makes.</summary>
    public bool IsPublic => Name == "public";
}

namespace PgMigrate.Engine.Catalog;

/// <summary>A table of an extension whose rows, or some of them, are the user's: they are copied (pg_extension_config_dump).</summary>
public sealed record PgConfigurationTable : PgRelation
{
    /// <summary>The columns that hold values, in order; generated ones do not.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Which rows are the user's, as a clause that begins with WHERE; null for all.</summary>
    public string? Condition { get; init; }

    /// <summary>The other configuration tables that its foreign keys refer to.</summary>
    public IReadOnlyList<QualifiedName> ReferencedTables { get; init; } = [];
}

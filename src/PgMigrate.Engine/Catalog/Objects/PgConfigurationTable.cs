namespace PgMigrate.Engine.Catalog;

/// <summary>A table or sequence of an extension whose contents are the user's: they are copied (pg_extension_config_dump).</summary>
public sealed record PgConfigurationTable : PgObject
{
    /// <summary>Whether it is a sequence.</summary>
    public bool IsSequence { get; init; }

    /// <summary>The columns that hold values, in order; generated ones do not. Empty for a sequence.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Which rows are the user's, as a clause that begins with WHERE; null for all.</summary>
    public string? Condition { get; init; }

    /// <summary>The other configuration tables that its foreign keys refer to.</summary>
    public IReadOnlyList<ObjectAddress> ReferencedTables { get; init; } = [];
}

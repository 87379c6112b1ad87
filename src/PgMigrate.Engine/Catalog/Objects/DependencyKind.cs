namespace PgMigrate.Engine.Catalog;

/// <summary>pg_depend.deptype (PostgreSQL documentation, pg_depend).</summary>
public enum DependencyKind
{
    /// <summary>Dropping what is needed takes CASCADE.</summary>
    Normal,

    /// <summary>It goes with what it needs.</summary>
    Automatic,

    /// <summary>It is a part of what it needs, made with it.</summary>
    Internal,

    /// <summary>A partition's, on the partitioned object.</summary>
    PartitionPrimary,

    /// <summary>A partition's, on the table that it is made for.</summary>
    PartitionSecondary,

    /// <summary>An object on the extension that it is a member of.</summary>
    ExtensionMember,

    /// <summary>An object on an extension that it needs and is no member of (ALTER … DEPENDS ON EXTENSION).</summary>
    Extension,
}

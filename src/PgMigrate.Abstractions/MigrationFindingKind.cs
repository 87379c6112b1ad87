namespace PgMigrate;

/// <summary>What a <see cref="MigrationFinding"/> is about.</summary>
public enum MigrationFindingKind
{
    Trigger,
    VirtualTable,
    View,
    Default,
    Check,
    GeneratedColumn,
    Index,
    UniqueConstraint,
    ForeignKey,

    /// <summary>A table whose rows live on another server.</summary>
    ForeignTable,

    /// <summary>A partition whose rows live on another server.</summary>
    ForeignPartition,

    /// <summary>A sequence does not stand in the destination where it stands in the source.</summary>
    Sequence,

    /// <summary>A column or index compares text in another way than the destination does.</summary>
    Collation,

    /// <summary>An object has another name in the destination.</summary>
    Name,

    /// <summary>An object was chosen and what it needs was not.</summary>
    LeftOut,

    /// <summary>The databases keep text in different character sets.</summary>
    Encoding,

    /// <summary>A role has a right that the destination's administrator cannot give.</summary>
    Role,

    /// <summary>A constraint does something other than failing when it is violated.</summary>
    ConflictClause,

    /// <summary>A subscription that the role may not read.</summary>
    Subscription,

    /// <summary>A tablespace in which the destination can have nothing.</summary>
    Tablespace,

    /// <summary>A user mapping whose options the role may not read.</summary>
    UserMapping,

    /// <summary>An extension is in another schema than at the source, or can't be made.</summary>
    Extension,

    /// <summary>An object is one that the database's host makes itself.</summary>
    HostObject,

    /// <summary>The destination's role may not make an object, or say something of it.</summary>
    Permission,

    /// <summary>What the planner knew of a table was not brought.</summary>
    Statistics,

    /// <summary>Something was granted to a role, or is, other than at the source.</summary>
    Privilege,
}

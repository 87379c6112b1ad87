namespace PgMigrate;

/// <summary>The steps of a whole migration, in the order in which they are done.</summary>
public enum MigrationStepName
{
    /// <summary>Nothing is changed: would everything come?</summary>
    Readiness,

    /// <summary>The source is kept in a file.</summary>
    Backup,

    /// <summary>The tables are made, from the source or by a project's migrations.</summary>
    Schema,

    /// <summary>The rows come, and with a clone the indexes, constraints and triggers.</summary>
    Rows,

    /// <summary>No sequence is behind the source's or its own table's highest number.</summary>
    Sequences,

    /// <summary>Both ends are compared.</summary>
    Verify,

    /// <summary>The program's places are given the new URL.</summary>
    Switch,

    /// <summary>The program is watched for a while.</summary>
    Health,

    /// <summary>The fence is taken down, and what only a resumed run would need is removed.</summary>
    Accept,
}

namespace PgMigrate;

/// <summary>The parts of a database, in pg_dump's words.</summary>
[Flags]
public enum DatabaseSections
{
    None = 0,

    /// <summary>What must be there before the rows: types, functions, tables.</summary>
    PreData = 1,

    /// <summary>Rows, sequences' positions and large objects.</summary>
    Data = 2,

    /// <summary>What is made after the rows: indexes, constraints, triggers, policies.</summary>
    PostData = 4,

    All = PreData | Data | PostData,
}

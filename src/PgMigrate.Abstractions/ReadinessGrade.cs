namespace PgMigrate;

/// <summary>How ready a database is for its migration, in three levels as ora2pg's reports have them.</summary>
public enum ReadinessGrade
{
    /// <summary>It can be migrated as it is: there is nothing but remarks.</summary>
    A,

    /// <summary>It can be migrated, and something is lost, changed or to be watched: there are warnings.</summary>
    B,

    /// <summary>Something must be done first: there are errors.</summary>
    C,
}

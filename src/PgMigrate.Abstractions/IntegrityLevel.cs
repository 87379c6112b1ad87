namespace PgMigrate;

/// <summary>How thoroughly rows are compared; each level does what the ones before it do, except that Checksum needs no Sample.</summary>
public enum IntegrityLevel
{
    /// <summary>The number of rows of each table.</summary>
    Count,

    /// <summary>Some rows of each table, chosen at random by their key: the same ones at both ends.</summary>
    Sample,

    /// <summary>Every value of every row.</summary>
    Checksum,

    /// <summary>Every value of every row, and each column's nulls, least and greatest values, sum and length.</summary>
    Full,
}

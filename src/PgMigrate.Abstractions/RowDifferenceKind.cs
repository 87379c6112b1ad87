namespace PgMigrate;

/// <summary>How a row differs between the two ends.</summary>
public enum RowDifferenceKind
{
    /// <summary>The source has it, the destination does not.</summary>
    Missing,

    /// <summary>The destination has it, the source does not.</summary>
    Extra,

    /// <summary>Both have a row of that key, with other values.</summary>
    Changed,
}

namespace PgMigrate.Engine.Reports;

/// <summary>How something that a report tells of stands, from the least to the most urgent.</summary>
internal enum ReportState
{
    /// <summary>It is neither good nor bad.</summary>
    Neutral,

    Good,

    /// <summary>Nobody looked.</summary>
    NotChecked,

    /// <summary>Someone should look at it.</summary>
    Attention,

    Bad,
}

namespace PgMigrate.Engine.Reports;

/// <summary>What the cells of a report's column hold, and so how they are written and sorted.</summary>
internal enum ReportColumnKind
{
    /// <summary>Words.</summary>
    Text,

    /// <summary>A name or words in a language of machines.</summary>
    Code,

    /// <summary>A number of things (long).</summary>
    Count,

    /// <summary>A number of bytes (long).</summary>
    Bytes,

    /// <summary>A length of time (TimeSpan).</summary>
    Duration,

    /// <summary>How the row's object stands, in one word.</summary>
    Status,
}

namespace PgMigrate;

/// <summary>What a measurement of latencies is held against.</summary>
public enum LatencyBudget
{
    /// <summary>The time that 95 of 100 runs of a query keep.</summary>
    P95,

    /// <summary>The time that 99 of 100 runs of a query keep.</summary>
    P99,

    /// <summary>The time in which a connection is there.</summary>
    Connection,

    /// <summary>How many times as long as at the source a query takes.</summary>
    Ratio,

    /// <summary>That the query is answered at all.</summary>
    Answer,
}

namespace PgMigrate.Engine.Journal;

/// <summary>What became of a transaction (PostgreSQL, functions-info, txid_status).</summary>
internal enum TransactionOutcome
{
    Committed,
    Aborted,
    InProgress,

    /// <summary>The server has forgotten, or never knew it.</summary>
    Unknown,
}

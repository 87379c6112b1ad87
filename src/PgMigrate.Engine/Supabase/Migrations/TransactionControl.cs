namespace PgMigrate.Engine.Supabase;

/// <summary>What a statement does with the transaction that it runs in.</summary>
internal enum TransactionControl
{
    None,

    /// <summary>It begins one.</summary>
    Begin,

    /// <summary>It commits it.</summary>
    Commit,

    /// <summary>It gives it up, prepares it for another session, or ends it and begins the next.</summary>
    Other,
}

namespace PgMigrate.Engine.Transfer;

/// <summary>A lock that a job's statements take on a table, of those that matter here (PostgreSQL, Explicit Locking, table-level lock modes).</summary>
/// <param name="Table">The table entry's dump id.</param>
/// <param name="Level">How strong it is.</param>
internal readonly record struct TableLock(int Table, TableLockLevel Level)
{
    /// <summary>Whether one of them waits for the other.</summary>
    public bool ConflictsWith(TableLock other) => Table == other.Table && (Conflicts(Level, other.Level) || Conflicts(other.Level, Level));

    private static bool Conflicts(TableLockLevel stronger, TableLockLevel other) => stronger switch
    {
        TableLockLevel.AccessExclusive => true,
        TableLockLevel.ShareRowExclusive => other != TableLockLevel.RowShare,
        TableLockLevel.ShareUpdateExclusive => other is TableLockLevel.ShareUpdateExclusive or TableLockLevel.Share,
        _ => false,
    };
}

namespace PgMigrate.Engine.Transfer;

/// <summary>The locks of the jobs that run. Not for several threads at a time.</summary>
internal sealed class HeldLocks
{
    private readonly Dictionary<int, List<TableLock>> byTable = [];

    /// <summary>Takes all of them, or none where a running job has one that conflicts.</summary>
    public bool TryTake(IReadOnlyList<TableLock> locks)
    {
        if (locks.Any(wanted => byTable.TryGetValue(wanted.Table, out var held) && held.Exists(wanted.ConflictsWith))) return false;
        foreach (var one in locks) (byTable.TryGetValue(one.Table, out var held) ? held : byTable[one.Table] = []).Add(one);
        return true;
    }

    public void Release(IReadOnlyList<TableLock> locks)
    {
        foreach (var one in locks) byTable[one.Table].Remove(one);
    }
}

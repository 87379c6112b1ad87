using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>
/// Tells which tables an entry's statements lock, so that no connection waits for another one's lock while there is other work. Pure.
/// </summary>
internal sealed class EntryLocks(IReadOnlyDictionary<int, TocEntry> byId)
{
    /// <param name="entry">The entry.</param>
    /// <param name="step">Which of its steps, from 0; 0 for an entry that is made whole.</param>
    public IReadOnlyList<TableLock> Of(TocEntry entry, int step) => entry.Desc switch
    {
        TocDesc.Index => All(TablesOf(entry), TableLockLevel.Share),
        TocDesc.Constraint when entry.Steps.Count > 1 && step == 0 => All(TablesOf(entry), TableLockLevel.Share),
        TocDesc.ForeignKey when step > 0 =>
        [
            .. TablesOf(entry).Concat(ReferredTo(entry)).Distinct()
                .Select(table => new TableLock(table.DumpId, IsOn(entry, table) ? TableLockLevel.ShareUpdateExclusive : TableLockLevel.RowShare)),
        ],
        TocDesc.ForeignKey => All(TablesOf(entry).Concat(ReferredTo(entry)).Distinct(), TableLockLevel.ShareRowExclusive),
        TocDesc.Trigger => All(TablesOf(entry), TableLockLevel.ShareRowExclusive),
        TocDesc.Comment or TocDesc.SecurityLabel => [],
        _ => All(TablesOf(entry), TableLockLevel.AccessExclusive),
    };

    /// <summary>Of all that the entry does in one transaction.</summary>
    public IReadOnlyList<TableLock> OfWhole(TocEntry entry)
        => entry.Desc == TocDesc.Constraint ? All(TablesOf(entry), TableLockLevel.AccessExclusive) : Of(entry, 0);

    private static IReadOnlyList<TableLock> All(IEnumerable<TocEntry> tables, TableLockLevel level) => [.. tables.Select(table => new TableLock(table.DumpId, level))];

    private IEnumerable<TocEntry> TablesOf(TocEntry entry)
        => Needed(entry).Where(one => one.Desc is TocDesc.Table or TocDesc.MaterializedView or TocDesc.ForeignTable);

    /// <summary>The tables of the keys that a foreign key refers to.</summary>
    private IEnumerable<TocEntry> ReferredTo(TocEntry entry) => Needed(entry).Where(one => one.Desc is TocDesc.Constraint or TocDesc.Index).SelectMany(TablesOf);

    private IEnumerable<TocEntry> Needed(TocEntry entry) => entry.Dependencies.Where(byId.ContainsKey).Select(id => byId[id]);

    private static bool IsOn(TocEntry constraint, TocEntry table)
        => constraint.Namespace == table.Namespace && constraint.Tag.StartsWith(table.Tag + " ", StringComparison.Ordinal);
}

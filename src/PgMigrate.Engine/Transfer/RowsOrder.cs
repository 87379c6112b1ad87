using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>
/// The order of rows for tables that are there with their foreign keys: rows come after those that they refer to (PostgreSQL, pg_dump.c,
/// getTableDataFKConstraints). Pure.
/// </summary>
internal static class RowsOrder
{
    /// <param name="chosen">The entries to put in order, among them rows; the others keep their places.</param>
    /// <param name="all">All entries of the source, with the foreign keys.</param>
    /// <returns>The entries, of which rows depend on the rows that they refer to, but where tables refer to each other in a circle.</returns>
    public static IReadOnlyList<TocEntry> ByForeignKeys(IReadOnlyList<TocEntry> chosen, IReadOnlyList<TocEntry> all)
    {
        var byId = all.ToDictionary(entry => entry.DumpId);
        var rowsOf = chosen.Where(entry => entry.HasRows).SelectMany(entry => entry.Dependencies, (entry, table) => (Entry: entry, Table: table))
            .ToLookup(pair => pair.Table, pair => pair.Entry);
        var needed = chosen.Where(entry => entry.HasRows).ToDictionary(entry => entry, _ => new HashSet<TocEntry>());
        foreach (var key in all.Where(entry => entry.Desc == TocDesc.ForeignKey))
        {
            var tables = key.Dependencies.Where(byId.ContainsKey).Select(id => byId[id]).Where(entry => entry.Desc == TocDesc.Table).ToList();
            var own = tables.FirstOrDefault(table => table.Namespace == key.Namespace && key.Tag.StartsWith(table.Tag + " ", StringComparison.Ordinal));
            if (own is null) continue;
            foreach (var rows in rowsOf[own.DumpId])
            {
                needed[rows].UnionWith(tables.Where(table => table != own).SelectMany(table => rowsOf[table.DumpId]));
            }
        }

        var sorted = DependencyOrder.Sort<TocEntry>(
            () => [.. chosen.Where(entry => entry.HasRows)], entry => needed[entry], loop => needed[loop[0]].Remove(loop[Math.Min(1, loop.Count - 1)]));
        var ordered = new Queue<TocEntry>(sorted.Select(rows => needed[rows].Count == 0 ? rows : rows with
        {
            Dependencies = [.. rows.Dependencies, .. needed[rows].Select(other => other.DumpId).Order()],
        }));
        return [.. chosen.Select(entry => entry.HasRows ? ordered.Dequeue() : entry)];
    }
}

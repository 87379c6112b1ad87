using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Archives;

/// <summary>
/// Entries that set the state of a trigger which a partition has from its parent: they need that one, of which neither scripts nor, where several
/// lie between, pg_dump's archives tell. Pure.
/// </summary>
internal static class TriggerStates
{
    /// <summary>The entries, of which those depend on all triggers of the same name before them.</summary>
    public static IReadOnlyList<TocEntry> Connect(IReadOnlyList<TocEntry> entries)
    {
        var made = new Dictionary<string, List<int>>();
        return [.. entries.Select(Connected)];

        TocEntry Connected(TocEntry entry)
        {
            if (entry.Desc != TocDesc.Trigger) return entry;
            var statement = new StatementTokens(entry.Definition);
            if (statement.NameAt(statement.Find("TRIGGER") + 1) is not { } name) return entry;
            if (!made.TryGetValue(name, out var before)) made[name] = before = [];
            var connected = statement.Is(0, "ALTER") ? entry with { Dependencies = [.. entry.Dependencies.Union(before)] } : entry;
            before.Add(entry.DumpId);
            return connected;
        }
    }
}

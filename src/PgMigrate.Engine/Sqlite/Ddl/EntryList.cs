using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Sqlite;

/// <summary>Numbers entries as they are added.</summary>
internal sealed class EntryList(string schema)
{
    private readonly List<TocEntry> entries = [];

    public IReadOnlyList<TocEntry> All => entries;

    /// <summary>Adds the entry under the next dump id and returns that.</summary>
    public int Add(TocEntry entry)
    {
        var numbered = entry with
        {
            DumpId = entries.Count + 1,
            Namespace = entry.Desc == TocDesc.Schema ? null : schema,
            Dependencies = entry.Dependencies.Where(id => id > 0).Distinct().Order().ToList(),
        };
        entries.Add(numbered);
        return numbered.DumpId;
    }
}

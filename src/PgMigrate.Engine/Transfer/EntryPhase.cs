using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>When an entry's turn comes (PostgreSQL, pg_backup_archiver.c, _tocEntryRestorePass).</summary>
internal enum EntryPhase
{
    /// <summary>Before the rows, one after the other.</summary>
    PreData,

    /// <summary>A table's rows.</summary>
    Rows,

    /// <summary>With and after the rows, as soon as what it needs is there.</summary>
    Main,

    /// <summary>Privileges, after all that an owner might need before he gives them away.</summary>
    Privileges,

    /// <summary>What acts on its own and needs the privileges: materialized views are filled, event triggers made.</summary>
    Last,
}

/// <summary>Tells the phases of a table of contents. Pure.</summary>
internal sealed class EntryPhases
{
    private readonly Dictionary<int, EntryPhase> phases = [];

    public EntryPhases(IEnumerable<TocEntry> entries)
    {
        foreach (var entry in entries) phases.Add(entry.DumpId, Find(entry));
    }

    public EntryPhase Of(TocEntry entry) => phases[entry.DumpId];

    private EntryPhase Find(TocEntry entry) => entry switch
    {
        { HasRows: true } => EntryPhase.Rows,
        { Desc: TocDesc.Privileges or TocDesc.DefaultPrivileges } => EntryPhase.Privileges,
        { ComesLast: true } => EntryPhase.Last,
        { Section: TocSection.PreData } => EntryPhase.PreData,
        { Section: TocSection.None } => Follow(entry),
        _ => EntryPhase.Main,
    };

    /// <summary>A comment or label comes with the last of what it hangs on.</summary>
    private EntryPhase Follow(TocEntry entry)
        => entry.Dependencies.Select(id => phases.GetValueOrDefault(id, EntryPhase.PreData)).DefaultIfEmpty(EntryPhase.PreData).Max();
}

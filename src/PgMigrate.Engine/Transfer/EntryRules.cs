using PgMigrate.Engine.Schema;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>What a request makes of the source's entries: each rule drops or rewrites some of them.</summary>
internal static class EntryRules
{
    /// <summary>The entries that remain for a copy into a database, in their order; what makes the database has been done by then, but for its owner.</summary>
    public static IReadOnlyList<TocEntry> Apply(IReadOnlyList<TocEntry> entries, DatabaseCopyRequest request)
    {
        // What the source's database is like is said of the destination's, and asked for only where all of it is copied, or the database is made.
        var chosen = Apply(entries, (IEntryChoice)request)
            .Where(entry => request.Create || (entry.Desc != TocDesc.Database && (request.Selection.IsAll || !DatabaseRenaming.Concerns(entry))))
            .Select(entry => DatabaseRenaming.Apply(entry, request.Destination.Database));
        return
        [
            .. chosen.Select(entry => entry.Desc == TocDesc.Database ? entry with { Definition = "" }
                : IsPublic(entry) || (!request.Create && DatabaseRenaming.Concerns(entry)) ? entry with { IsOptional = true } : entry),
        ];
    }

    /// <summary>The entries that remain of what a request takes, in their order.</summary>
    public static IReadOnlyList<TocEntry> Apply(IReadOnlyList<TocEntry> entries, IEntryChoice request)
    {
        IEnumerable<TocEntry> chosen = request.Sections == DatabaseSections.All ? entries : OfSections(entries, request.Sections);
        if (request.NoPrivileges) chosen = chosen.Where(entry => entry.Desc is not (TocDesc.Privileges or TocDesc.DefaultPrivileges));
        if (request.NoComments) chosen = chosen.Where(entry => entry.Desc != TocDesc.Comment);
        if (request.NoSecurityLabels) chosen = chosen.Where(entry => entry.Desc != TocDesc.SecurityLabel);
        if (request.NoTablespaces) chosen = chosen.Select(entry => entry.Tablespace is null ? entry : entry with { Tablespace = null });
        if (request.NoTableAccessMethod) chosen = chosen.Select(entry => entry.TableAccessMethod is null ? entry : entry with { TableAccessMethod = null });
        return [.. chosen];
    }

    /// <summary>It is there; whose it shall be may be for others than the destination's role to say.</summary>
    private static bool IsPublic(TocEntry entry) => entry is { Desc: TocDesc.Schema, Tag: "public" };

    /// <summary>What hangs on an object, such as its comment, is of the object's section.</summary>
    private static IEnumerable<TocEntry> OfSections(IReadOnlyList<TocEntry> entries, DatabaseSections sections)
    {
        var known = new Dictionary<int, DatabaseSections>();
        foreach (var entry in entries)
        {
            known[entry.DumpId] = entry.Section switch
            {
                TocSection.PreData => DatabaseSections.PreData,
                TocSection.Data => DatabaseSections.Data,
                TocSection.PostData => DatabaseSections.PostData,
                _ => entry.Dependencies.Select(id => known.GetValueOrDefault(id, DatabaseSections.PreData)).DefaultIfEmpty(DatabaseSections.PreData).Max(),
            };
        }

        return entries.Where(entry => sections.HasFlag(known[entry.DumpId]));
    }
}

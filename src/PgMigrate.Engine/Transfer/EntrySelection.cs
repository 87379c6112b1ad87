using PgMigrate.Engine.Catalog;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>
/// Chooses entries by the patterns of a request. What a chosen object needs comes with it, such as its type, function, extension or schema,
/// but for tables and views: what needs one that was not chosen is left out, and told. What hangs on an object, such as its indexes,
/// privileges and comments, goes where the object goes. Pure.
/// </summary>
internal sealed class EntrySelection
{
    private static readonly string[] Relations = [TocDesc.Table, TocDesc.ForeignTable, TocDesc.View, TocDesc.MaterializedView];

    /// <summary>What is nothing without its table or view, and may need further objects.</summary>
    private static readonly string[] Parts =
    [
        TocDesc.TableData, TocDesc.TableAttach, TocDesc.Default, TocDesc.Constraint, TocDesc.CheckConstraint, TocDesc.ForeignKey, TocDesc.Index,
        TocDesc.IndexAttach, TocDesc.ExtendedStatistics, TocDesc.Rule, TocDesc.Trigger, TocDesc.Policy, TocDesc.RowSecurity, TocDesc.Refresh,
        TocDesc.SequenceOwnedBy, TocDesc.SequenceSet, TocDesc.PublicationTable, TocDesc.PublicationSchema, TocDesc.UserMapping, TocDesc.StatisticsData,
    ];

    /// <summary>What only says something of another object.</summary>
    private static readonly string[] Remarks = [TocDesc.Comment, TocDesc.SecurityLabel, TocDesc.Privileges];

    private readonly TableSelection selection;
    private readonly ObjectFilter filter;
    private readonly IReadOnlyList<ObjectPattern> excludedExtensions;
    private readonly Dictionary<int, TocEntry> byId;
    private readonly Dictionary<int, bool> decided = [];
    private readonly List<MigrationFinding> findings = [];

    private EntrySelection(IReadOnlyList<TocEntry> entries, TableSelection selection, IReadOnlyList<string> excludedExtensions)
    {
        this.selection = selection;
        filter = new(selection);
        this.excludedExtensions = [.. excludedExtensions.Select(ObjectPattern.OfName)];
        byId = entries.ToDictionary(entry => entry.DumpId);
    }

    /// <summary>The chosen entries in their order, and what was left out although it was asked for.</summary>
    public static (IReadOnlyList<TocEntry> Entries, IReadOnlyList<MigrationFinding> Findings) Choose(
        IReadOnlyList<TocEntry> entries, TableSelection selection, IReadOnlyList<string> excludedExtensions)
    {
        if (excludedExtensions.Count == 0 && selection.IsAll) return (entries, []);
        var choice = new EntrySelection(entries, selection, excludedExtensions);
        foreach (var entry in entries.Where(choice.IsAskedFor)) choice.Take(entry);
        foreach (var entry in entries.Where(choice.IsPart)) choice.TakePart(entry);
        return ([.. entries.Where(entry => choice.decided.GetValueOrDefault(entry.DumpId))], choice.findings);
    }

    /// <summary>Whether the entry is nothing without another, such as a table's index, or only says something of it.</summary>
    public static bool IsPartOfAnother(TocEntry entry) => Parts.Contains(entry.Desc) || IsRemark(entry);

    /// <summary>Whether the entry only says something of another, such as a comment.</summary>
    public static bool IsRemark(TocEntry entry) => Remarks.Contains(entry.Desc);

    /// <summary>
    /// A script, whose entries have no OIDs, does not say which of a schema's extensions brings what a statement names: each of the others may be the one.
    /// </summary>
    public static bool IsAnothersToo(TocEntry entry, TocEntry extension, IEnumerable<TocEntry> others)
        => entry.CatalogTableOid == 0 && extension.Desc == TocDesc.Extension && others.Any(other => other.Desc == TocDesc.Extension);

    private bool IncludesSome => selection.Tables.Count > 0 || selection.Schemas.Count > 0;

    /// <summary>An identity column's sequence is made by altering its table.</summary>
    private bool IsPart(TocEntry entry) => IsPartOfAnother(entry)
        || (entry.Desc == TocDesc.Sequence && Needed(entry).Any(needed => Relations.Contains(needed.Desc)));

    /// <summary>Whether the patterns ask for the object itself.</summary>
    private bool IsAskedFor(TocEntry entry)
    {
        if (IsPart(entry)) return false;
        if (Relations.Contains(entry.Desc) || entry.Desc == TocDesc.Sequence) return filter.Includes(new(entry.Namespace!, entry.Tag));
        if (selection.Tables.Count > 0) return false;
        var schema = entry.Desc == TocDesc.Schema ? entry.Tag : entry.Namespace;
        return schema is null ? !IncludesSome : filter.IncludesSchema(schema);
    }

    private bool IsExcluded(TocEntry entry)
        => entry.Desc == TocDesc.Extension && excludedExtensions.Any(pattern => pattern.MatchesName(entry.Tag));

    /// <summary>Takes an object with all that it needs, or leaves it out; returns which.</summary>
    private bool Take(TocEntry entry)
    {
        if (decided.TryGetValue(entry.DumpId, out var known)) return known;
        if (IsExcluded(entry)) return decided[entry.DumpId] = false;
        // Dependencies come before what needs them, so that there is no circle.
        var missing = Needed(entry).FirstOrDefault(needed => !IsThere(needed) && !IsAnothersToo(entry, needed, Needed(entry).Where(IsThere)));
        if (missing is not null) findings.Add(LeftOut(entry, missing));
        return decided[entry.DumpId] = missing is null;
    }

    private void TakePart(TocEntry entry)
    {
        var needed = Needed(entry).ToList();
        var wholes = IsRemark(entry) ? needed : needed.Where(one => IsWholeOf(one, entry)).ToList();
        if (wholes.Count == 0 || !wholes.All(IsChosen))
        {
            // A foreign key has two ends: where its own table is chosen, somebody will miss it.
            if (entry.Desc == TocDesc.ForeignKey && wholes.Any(one => IsChosen(one) && IsOn(entry, one))) findings.Add(LeftOut(entry, wholes.First(one => !IsChosen(one))));
            decided[entry.DumpId] = false;
            return;
        }

        Take(entry);
    }

    /// <summary>What a part is a part of: a table, a view, or another part; for a sequence's position the sequence.</summary>
    private static bool IsWholeOf(TocEntry whole, TocEntry part) => Relations.Contains(whole.Desc) || Parts.Contains(whole.Desc)
        || (whole.Desc == TocDesc.Sequence && part.Desc is TocDesc.SequenceOwnedBy or TocDesc.SequenceSet)
        || (whole.Desc == TocDesc.Publication && part.Desc is TocDesc.PublicationTable or TocDesc.PublicationSchema)
        || (whole.Desc == TocDesc.Server && part.Desc == TocDesc.UserMapping);

    /// <summary>Whether a constraint is one of the table, which its tag begins with.</summary>
    private static bool IsOn(TocEntry constraint, TocEntry table)
        => constraint.Namespace == table.Namespace && constraint.Tag.StartsWith(table.Tag + " ", StringComparison.Ordinal);

    private IEnumerable<TocEntry> Needed(TocEntry entry) => entry.Dependencies.Where(byId.ContainsKey).Select(id => byId[id]);

    private bool IsChosen(TocEntry entry) => decided.GetValueOrDefault(entry.DumpId);

    /// <summary>Whether what is needed is chosen, or may be taken along.</summary>
    private bool IsThere(TocEntry needed)
        => Relations.Contains(needed.Desc) ? IsAskedFor(needed) && Take(needed) : IsPart(needed) ? IsChosen(needed) : Take(needed);

    private static MigrationFinding LeftOut(TocEntry entry, TocEntry missing) => new()
    {
        Kind = MigrationFindingKind.LeftOut,
        Object = entry.ToString(),
        What = $"It needs {missing}, which was not chosen or can't be brought, and is left out.",
        Remedy = "Choose both, or make it by hand when the other is there.",
    };
}

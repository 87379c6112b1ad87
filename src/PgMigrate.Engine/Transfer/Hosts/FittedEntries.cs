using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>Entries while they are fitted to a destination: some are left out or rewritten, and each change is told.</summary>
internal sealed class FittedEntries(IReadOnlyList<TocEntry> all)
{
    /// <summary>Longer lists are no easier to read than their beginning.</summary>
    private const int NamedObjects = 20;

    private readonly List<MigrationFinding> findings = [];
    private readonly List<MigrationFinding> losses = [];

    /// <summary>Those that remain, in their order.</summary>
    public IReadOnlyList<TocEntry> Entries { get; private set; } = all;

    /// <summary>What is otherwise than at the source, and no loss.</summary>
    public IReadOnlyList<MigrationFinding> Findings => findings;

    /// <summary>What can't come.</summary>
    public IReadOnlyList<MigrationFinding> Losses => losses;

    public void Tell(MigrationFinding finding) => findings.Add(finding);

    /// <summary>Rewrites entries; those that become null are left out, with what only says something of them.</summary>
    public void Change(Func<TocEntry, TocEntry?> change)
    {
        var left = new HashSet<int>();
        var kept = new List<TocEntry>(Entries.Count);
        foreach (var entry in Entries)
        {
            var isRemarkOfLeft = EntrySelection.IsRemark(entry) && entry.Dependencies.Any(left.Contains);
            if (!isRemarkOfLeft && change(entry) is { } changed) kept.Add(changed);
            else left.Add(entry.DumpId);
        }

        Entries = kept;
    }

    /// <summary>Leaves out what the destination has as its host makes it.</summary>
    public IReadOnlyList<TocEntry> Leave(Func<TocEntry, bool> choice)
    {
        var left = Entries.Where(choice).ToList();
        var ids = left.Select(entry => entry.DumpId).ToHashSet();
        Change(entry => ids.Contains(entry.DumpId) ? null : entry);
        return left;
    }

    /// <summary>Leaves out what can't come, with all that needs it: a loss of each.</summary>
    /// <param name="refusals">What can't come: the kind of finding, why, and what to do; null for what can.</param>
    public void Lose(Func<TocEntry, (MigrationFindingKind Kind, string What, string Remedy)?> refusals)
    {
        var lost = new Dictionary<int, TocEntry>();
        var (kept, remaining) = (new Dictionary<int, TocEntry>(), new List<TocEntry>(Entries.Count));
        foreach (var entry in Entries)
        {
            var others = entry.Dependencies.Where(kept.ContainsKey).Select(id => kept[id]);
            // Tables can do without their access method, if that is asked for; one that can't says so by itself.
            var cause = entry.Dependencies.Where(lost.ContainsKey).Select(id => lost[id])
                .FirstOrDefault(other => (other.Desc != TocDesc.AccessMethod || entry.Desc != TocDesc.Table) && !EntrySelection.IsAnothersToo(entry, other, others));
            if (refusals(entry) is { } refusal) losses.Add(new() { Kind = refusal.Kind, Object = entry.ToString(), What = refusal.What, Remedy = refusal.Remedy });
            else if (cause is null)
            {
                kept.Add(entry.DumpId, entry);
                remaining.Add(entry);
                continue;
            }
            else if (!EntrySelection.IsRemark(entry)) losses.Add(new()
            {
                Kind = MigrationFindingKind.LeftOut,
                Object = entry.ToString(),
                What = $"It needs {cause}, which can't be brought, and is left out.",
                Remedy = "Make it by hand when the other is there.",
            });

            lost.Add(entry.DumpId, entry);
        }

        Entries = remaining;
    }

    /// <summary>The objects' names, for a finding.</summary>
    public static string Names(IReadOnlyCollection<string> names)
        => string.Join(", ", names.Take(NamedObjects)) + (names.Count > NamedObjects ? $" and {names.Count - NamedObjects} more" : "");
}

using System.Diagnostics;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>
/// Counts the entries of a run as they arrive, and tells the observer of them by phase, with the names of what the server is at: a few times
/// a second, and always when it begins what may take long.
/// </summary>
internal sealed class EntryProgress
{
    /// <summary>The number of the activity within the run; tables have those behind it.</summary>
    public const int Number = 1;

    private const int Named = 2;

    private readonly object gate = new();
    private readonly IMigrationObserver observer;

    /// <summary>By key: an entry may have been rewritten since.</summary>
    private readonly Dictionary<string, EntryPhase> phases = [];
    private readonly Dictionary<EntryPhase, int> arrived = [];
    private readonly Dictionary<EntryPhase, int> expected = [];
    private readonly List<TocEntry> running = [];
    private EntryPhase? shown;
    private long toldAt;

    /// <param name="observer">Hears of it.</param>
    /// <param name="activity">What the run does, for the line above.</param>
    /// <param name="waiting">The entries to come, each with when its turn is.</param>
    public EntryProgress(IMigrationObserver observer, string activity, IEnumerable<(TocEntry Entry, EntryPhase Phase)> waiting)
    {
        this.observer = observer;
        foreach (var (entry, phase) in waiting)
        {
            if (phases.TryAdd(entry.Key, phase)) expected[phase] = expected.GetValueOrDefault(phase) + 1;
        }

        observer.Progress(new() { Id = 0, Activity = activity });
    }

    /// <summary>The entries that have arrived.</summary>
    public int Arrived
    {
        get
        {
            lock (gate) return arrived.Values.Sum();
        }
    }

    public void Begin(IReadOnlyList<TocEntry> entries)
    {
        lock (gate)
        {
            running.AddRange(entries);
            Tell(entries[0], isDue: !EntryBatch.Takes(entries[0]));
        }
    }

    /// <summary>Says that the server is done with the entries, and whether they are there now.</summary>
    public void End(IReadOnlyList<TocEntry> entries, bool haveArrived)
    {
        lock (gate)
        {
            foreach (var entry in entries)
            {
                running.Remove(entry);
                if (haveArrived && PhaseOf(entry) is var phase) arrived[phase] = arrived.GetValueOrDefault(phase) + 1;
            }

            Tell(entries[0], isDue: false);
            if (shown is { } last && arrived.GetValueOrDefault(last) >= expected.GetValueOrDefault(last)) Complete();
        }
    }

    /// <summary>Takes the line away, also where something failed.</summary>
    public void End()
    {
        lock (gate) Complete();
    }

    private EntryPhase PhaseOf(TocEntry entry) => phases.GetValueOrDefault(entry.Key, EntryPhase.PreData);

    private void Tell(TocEntry entry, bool isDue)
    {
        var phase = PhaseOf(entry);
        if (!isDue && phase == shown && Stopwatch.GetElapsedTime(toldAt) < RunProgress.Interval) return;
        if (phase != shown) Complete();
        shown = phase;
        toldAt = Stopwatch.GetTimestamp();
        observer.Progress(Describe(phase));
    }

    private void Complete()
    {
        if (shown is { } phase) observer.Progress(Describe(phase) with { IsCompleted = true });
        shown = null;
    }

    private MigrationProgress Describe(EntryPhase phase)
    {
        var (done, all) = (arrived.GetValueOrDefault(phase), expected.GetValueOrDefault(phase));
        return new()
        {
            Id = Number,
            Activity = phase switch
            {
                EntryPhase.PreData => "Schema",
                EntryPhase.Privileges => "Privileges",
                EntryPhase.Last => "Materialized views",
                _ => "Indexes, constraints",
            },
            Objects = done,
            TotalObjects = all,
            Status = FormattableString.Invariant($"{done:N0} of {all:N0} objects") + Names(phase),
        };
    }

    private string Names(EntryPhase phase)
    {
        var some = running.Where(entry => PhaseOf(entry) == phase).ToList();
        if (some.Count == 0) return "";
        var names = string.Join(", ", some.Take(Named).Select(entry => entry.Namespace is null ? $"{entry.Desc} {entry.Tag}" : $"{entry.Desc} {entry.Namespace}.{entry.Tag}"));
        return some.Count > Named ? FormattableString.Invariant($": {names} and {some.Count - Named:N0} more") : $": {names}";
    }
}

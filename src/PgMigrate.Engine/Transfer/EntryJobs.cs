using System.Collections.Concurrent;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>The entries that come with and after the rows, as jobs that run as soon as what they need is there.</summary>
internal sealed class EntryJobs
{
    private readonly JobGraph graph;
    private readonly EntryRestore restore;
    private readonly RunLedger ledger;
    private readonly IReadOnlyList<TocEntry> entries;
    private readonly bool stopsAtFailure;

    /// <summary>Whether the failure of an index or constraint is its table's, whose job must fail with it.</summary>
    private readonly bool tellsByTable;
    private readonly Dictionary<int, TocEntry> byId;
    private readonly ILookup<int, TocEntry> dependents;
    private readonly EntryLocks locks;

    /// <summary>By dump id: what entries that depend on one wait for.</summary>
    private readonly Dictionary<int, Job> jobs = [];
    private readonly ConcurrentDictionary<TocEntry, MigrationException> failures = new();

    /// <summary>By each job that a batch waits for, and by its own.</summary>
    private readonly Dictionary<Job, List<EntryBatch>> batches = [];

    private readonly IndexTrees trees;

    /// <summary>By the table's dump id: the size of its rows.</summary>
    private readonly Dictionary<int, long> sizes = [];

    /// <summary>By tree of partitioned indexes: the job that attaches the last one so far.</summary>
    private readonly Dictionary<int, Job> lastAttachments = [];

    /// <summary>The batch that waits for nothing.</summary>
    private EntryBatch? free;
    private EntrySequence sequence = null!;

    public EntryJobs(JobGraph graph, EntryRestore restore, RunLedger ledger, IReadOnlyList<TocEntry> entries, bool stopsAtFailure, bool tellsByTable)
    {
        (this.graph, this.restore, this.ledger, this.entries) = (graph, restore, ledger, entries);
        (this.stopsAtFailure, this.tellsByTable) = (stopsAtFailure, tellsByTable);
        byId = entries.ToDictionary(entry => entry.DumpId);
        dependents = entries.SelectMany(entry => entry.Dependencies.Select(id => (Id: id, Entry: entry))).ToLookup(pair => pair.Id, pair => pair.Entry);
        trees = new(entries);
        locks = new(byId);
        foreach (var rows in entries.Where(entry => entry.Desc == TocDesc.TableData))
        {
            foreach (var table in rows.Dependencies) sizes[table] = rows.DataBytes;
        }
    }

    /// <summary>The entries that failed, or waited for one that did.</summary>
    public IReadOnlyDictionary<TocEntry, MigrationException> Failures => failures;

    /// <summary>Adds the jobs that bring a table's rows by statements, after which come those that need them.</summary>
    public void AddStatements(TocEntry entry, StatementParts work, IReadOnlyList<Job> after)
    {
        List<Job> needed = [.. NeededBy(entry).Union(after)];
        List<Job> added = [];
        foreach (var part in work.Parts)
        {
            added.Add(graph.Add(part, needed));
            if (work.AreOrdered) needed = [part];
        }

        AddRows(entry, graph.Add(new($"finish {entry}", long.MaxValue, work.Finish) { Failed = error => Fail(entry, error) }, added.Count == 0 ? needed : added));
    }

    /// <summary>Notes that an entry failed, and that it is nobody else's to tell.</summary>
    public void Fail(TocEntry entry, Exception error) => failures.TryAdd(entry, CopyErrors.Translate(error, entry.ToString()));

    /// <summary>What needs the table of an entry with rows waits for the job that brings them.</summary>
    public void AddRows(TocEntry rows, Job finish)
    {
        jobs[rows.DumpId] = finish;
        foreach (var table in rows.Dependencies.Where(id => byId.TryGetValue(id, out var entry) && entry.Desc == TocDesc.Table)) jobs[table] = finish;
    }

    /// <summary>Adds the jobs, after those of the rows.</summary>
    /// <param name="phases">When the entries' turn is.</param>
    /// <param name="bytes">The jobs that bring the bytes of large objects, for the entry that stands for them.</param>
    /// <param name="statements">The jobs that execute statements, for the entry that has them instead of rows.</param>
    public void AddEntries(EntryPhases phases, Func<TocEntry, IEnumerable<Job>> bytes, IReadOnlyDictionary<TocEntry, StatementParts> statements)
    {
        sequence = new(restore, stopsAtFailure ? null : (entry, error) => failures[entry] = error);
        AddPartitionedTables();
        foreach (var entry in Of(EntryPhase.Main).Where(entry => !ledger.IsDone(entry)))
        {
            if (jobs.ContainsKey(entry.DumpId)) continue;
            if (statements.TryGetValue(entry, out var work)) AddStatements(entry, work, []);
            else if (entry.HasData) AddBytes(entry, bytes(entry));
            else if (IsForBatch(entry)) AddToBatch(entry);
            else Add(entry);
        }

        var privileges = Of(EntryPhase.Privileges).Where(entry => !ledger.IsDone(entry)).ToList();
        var last = Of(EntryPhase.Last).ToList();
        if (privileges.Count == 0 && last.Count == 0) return;
        // A failure before does not keep them back: they are other objects' as well.
        var before = graph.AddAfter(new("restore what comes before privileges", 0, _ => Task.CompletedTask), [.. jobs.Values.Distinct()]);
        var granted = graph.Add(new("restore privileges", 0, token => sequence.RunAsync(privileges, token)), before);
        foreach (var entry in last) Add(entry, granted);

        IEnumerable<TocEntry> Of(EntryPhase phase) => entries.Where(entry => phases.Of(entry) == phase);
    }

    /// <summary>The jobs of the entries that need one of those, and the entries.</summary>
    public IReadOnlyList<(TocEntry Entry, Job Job)> DependentsOf(IEnumerable<int> ids)
        => [.. ids.SelectMany(id => dependents[id]).Distinct().Where(entry => jobs.ContainsKey(entry.DumpId) && !entry.HasData).Select(entry => (entry, jobs[entry.DumpId]))];

    /// <summary>The job after which an entry with data is there.</summary>
    public Job FinishOf(TocEntry entry) => jobs[entry.DumpId];

    /// <summary>Takes back that an entry failed, because something else tells of it.</summary>
    public void Forget(TocEntry entry) => failures.TryRemove(entry, out _);

    /// <summary>Adds jobs that bring the bytes of large objects when those are made.</summary>
    private void AddBytes(TocEntry entry, IEnumerable<Job> parts)
    {
        var made = NeededBy(entry);
        var added = parts.Select(part => graph.Add(part, made)).ToList();
        jobs[entry.DumpId] = graph.AddAfter(new($"restore {entry}", 0, _ => Task.CompletedTask), added);
    }

    private List<Job> NeededBy(TocEntry entry) => [.. entry.Dependencies.Where(jobs.ContainsKey).Select(id => jobs[id]).Distinct()];

    private void AddToBatch(TocEntry entry)
    {
        var needed = NeededBy(entry).ToHashSet();
        var tree = entry.Desc == TocDesc.IndexAttach ? trees.Of(entry) : (int?)null;
        if (tree is { } known && lastAttachments.TryGetValue(known, out var previous)) needed.Add(previous);
        var batch = needed.Count == 0
            ? free is { IsFull: true } ? null : free
            : needed.SelectMany(job => batches.GetValueOrDefault(job) ?? []).FirstOrDefault(one => !one.IsFull && one.Joins(needed));
        if (batch is null)
        {
            batch = NewBatch(entry, needed);
            if (needed.Count == 0) free = batch;
            foreach (var job in needed.Append(batch.Job)) (batches.TryGetValue(job, out var some) ? some : batches[job] = []).Add(batch);
        }

        batch.Entries.Add(entry);
        batch.Locks.AddRange(locks.OfWhole(entry));
        jobs[entry.DumpId] = batch.Job;
        if (tree is { } one) lastAttachments[one] = batch.Job;
    }

    private EntryBatch NewBatch(TocEntry first, IReadOnlySet<Job> needed)
    {
        var members = new List<TocEntry>();
        var held = new List<TableLock>();
        var job = new Job($"restore {first} and the like", 0, token => sequence.RunAsync(members, token))
        {
            Failed = error =>
            {
                foreach (var one in members) failures.TryAdd(one, CopyErrors.Translate(error, one.ToString()));
            },
            Locks = held,
        };
        return new(members, graph.Add(job, [.. needed]), needed, held);
    }

    private Job? Add(TocEntry entry, Job? after = null)
    {
        if (ledger.IsDone(entry)) return null;
        var needed = NeededBy(entry);
        if (after is not null) needed.Add(after);
        if (entry.Steps.Count == 0) return jobs[entry.DumpId] = AddStep(entry, 0, token => restore.RunAsync(entry, token), needed);
        for (var number = 0; number < entry.Steps.Count; number++)
        {
            var step = number;
            if (ledger.IsStepDone(entry, step)) continue;
            needed = [jobs[entry.DumpId] = AddStep(entry, step, token => restore.RunStepAsync(entry, step, token), needed)];
        }

        return needed[0];
    }

    /// <summary>The size of the largest table that it concerns.</summary>
    private long SizeOf(TocEntry entry) => entry.Dependencies
        .SelectMany(id => entry.Desc == TocDesc.ForeignKey && byId.TryGetValue(id, out var key) ? key.Dependencies.Append(id) : [id])
        .Select(id => sizes.GetValueOrDefault(id)).DefaultIfEmpty().Max();

    private bool IsForBatch(TocEntry entry)
    {
        if (tellsByTable) return EntryBatch.Takes(entry);
        var isBegun = entry.Steps.Count > 0 && ledger.IsStepDone(entry, 0);
        return !isBegun && EntryBatch.Takes(entry, SizeOf(entry));
    }

    private Job AddStep(TocEntry entry, int step, Func<CancellationToken, Task> action, IReadOnlyList<Job> needed)
    {
        var job = new Job($"restore {entry}", SizeOf(entry) + step, action)
        {
            Failed = error => failures[entry] = CopyErrors.Translate(error, entry.ToString()),
            Locks = locks.Of(entry, step),
        };
        return graph.Add(job, needed);
    }

    /// <summary>The rows of a partitioned table are there when those of its partitions are.</summary>
    private void AddPartitionedTables()
    {
        var parents = entries.Where(entry => entry.Desc == TocDesc.TableAttach).SelectMany(
            attach => attach.Dependencies.Where(byId.ContainsKey).Select(id => byId[id]).Where(entry => entry.Desc == TocDesc.Table),
            (attach, table) => (Attach: attach, Table: table)).ToLookup(pair => pair.Attach);
        var partitions = parents.SelectMany(pairs =>
        {
            var child = pairs.FirstOrDefault(pair => pair.Table.Tag == pairs.Key.Tag && pair.Table.Namespace == pairs.Key.Namespace).Table;
            return pairs.Where(pair => pair.Table != child && child is not null).Select(pair => (Parent: pair.Table.DumpId, Child: child!.DumpId));
        }).ToLookup(pair => pair.Parent, pair => pair.Child);
        foreach (var parent in partitions) Wait(parent.Key);

        Job? Wait(int table)
        {
            if (jobs.TryGetValue(table, out var known)) return known;
            var waited = partitions[table].Select(Wait).OfType<Job>().ToList();
            if (waited.Count == 0) return null;
            return jobs[table] = graph.Add(new($"rows of {byId[table]}", 0, _ => Task.CompletedTask), waited);
        }
    }
}

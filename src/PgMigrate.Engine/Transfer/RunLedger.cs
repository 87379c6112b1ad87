using System.Text.Json;
using PgMigrate.Engine.Journal;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>What the journal says of this run: the chunks that are fixed and those that have arrived.</summary>
internal sealed class RunLedger
{
    private readonly ILookup<string, Checkpoint> checkpoints;
    private readonly IReadOnlyDictionary<string, string> states;

    private RunLedger(Guid runId, IEnumerable<Checkpoint> checkpoints, string sourceState, bool isCompleted = false)
    {
        RunId = runId;
        IsCompleted = isCompleted;
        this.checkpoints = checkpoints.ToLookup(checkpoint => checkpoint.Entry);
        states = sourceState.Length == 0 ? new Dictionary<string, string>() : JsonSerializer.Deserialize(sourceState, TransferJson.Default.DictionaryStringString)!;
    }

    public Guid RunId { get; }

    /// <summary>Whether an earlier call has completed the run: nothing of it is left to do.</summary>
    public bool IsCompleted { get; }

    /// <summary>
    /// Continues the unfinished run, starts a new one, or, where every entry came with an earlier run, returns that run's ledger
    /// with nothing left to do.
    /// </summary>
    public static async Task<RunLedger> OpenAsync(
        IMigrationJournal journal,
        TransferRequest request,
        IMigrationSource source,
        IReadOnlyList<TocEntry> entries,
        IMigrationObserver observer,
        CancellationToken cancellationToken)
    {
        var identity = IdentityOf(request.Source);
        var settings = request.Settings;
        var runs = await journal.FindRunsAsync(identity, cancellationToken).ConfigureAwait(false);
        if (request.Restart)
        {
            foreach (var run in runs) await journal.SetStatusAsync(run.Id, MigrationStatus.Abandoned, cancellationToken).ConfigureAwait(false);
            runs = [];
        }

        var arrived = await ArrivedAsync(journal, runs.Where(run => run.Status == MigrationStatus.Completed && request.Covers(run.Settings)), cancellationToken)
            .ConfigureAwait(false);
        foreach (var unfinished in runs.Where(run => run.Status is MigrationStatus.Running or MigrationStatus.Failed))
        {
            var known = await journal.ReadAsync(unfinished.Id, cancellationToken).ConfigureAwait(false);
            if (!known.Any(checkpoint => checkpoint.Status == CheckpointStatus.Done))
            {
                // It was refused, or ended before anything arrived: nothing of it is worth a question.
                await journal.SetStatusAsync(unfinished.Id, MigrationStatus.Abandoned, cancellationToken).ConfigureAwait(false);
                continue;
            }

            RequireResumable(request, unfinished, settings);
            observer.Verbose($"Resuming the run that began at {unfinished.StartedAt:u}.");
            await journal.SetStatusAsync(unfinished.Id, MigrationStatus.Running, cancellationToken).ConfigureAwait(false);
            return new(unfinished.Id, With(known, arrived), unfinished.SourceState);
        }

        if (runs.FirstOrDefault(run => run.Status == MigrationStatus.Completed) is { } completed)
        {
            var ledger = new RunLedger(completed.Id, arrived, "", isCompleted: true);
            if (entries.All(ledger.IsDone))
            {
                observer.Warning($"Every table was copied by {completed.StartedAt:u} at the latest; nothing is copied again. Use -Restart to copy anew.");
                return ledger;
            }
        }

        return await StartAsync(journal, identity, settings, source, entries, arrived, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The source without user and password: what makes two runs the same.</summary>
    public static string IdentityOf(DatabaseEndpoint source)
        => source.Kind is DatabaseKind.Sqlite or DatabaseKind.Archive ? source.Database : $"{string.Join(',', source.Hosts)}/{source.Database}";

    /// <summary>The chunks that an earlier call fixed, in order; empty where the entry was not planned yet.</summary>
    public IReadOnlyList<Checkpoint> ChunksOf(TocEntry entry) => [.. checkpoints[entry.Key].Where(checkpoint => checkpoint.Chunk.Number > 0)];

    /// <summary>Whether the preparation of the entry, such as its TRUNCATE, is done.</summary>
    public bool IsPrepared(TocEntry entry)
        => checkpoints[entry.Key].Any(checkpoint => checkpoint.Chunk.Number == 0 && checkpoint.Status == CheckpointStatus.Done);

    /// <summary>Whether all of the entry has arrived.</summary>
    public bool IsDone(TocEntry entry) => ChunksOf(entry) is { Count: > 0 } chunks && chunks.All(chunk => chunk.Status == CheckpointStatus.Done);

    /// <summary>Whether one of the entry's steps, from 0, is done.</summary>
    public bool IsStepDone(TocEntry entry, int step)
        => checkpoints[entry.Key].Any(checkpoint => checkpoint.Chunk.Number == step + 1 && checkpoint.Status == CheckpointStatus.Done);

    /// <summary>Whether the source's rows are as they were when the entry was planned, as far as their fingerprint tells.</summary>
    public async Task<bool> IsUnchangedAsync(TocEntry entry, IMigrationSource source, CancellationToken cancellationToken)
        => !states.TryGetValue(entry.Key, out var state) || await source.IsUnchangedAsync(entry, state, cancellationToken).ConfigureAwait(false);

    /// <summary>What completed runs brought: of an entry that several brought, the newest run's word counts.</summary>
    private static async Task<IReadOnlyList<Checkpoint>> ArrivedAsync(
        IMigrationJournal journal, IEnumerable<MigrationRun> newestFirst, CancellationToken cancellationToken)
    {
        IReadOnlyList<Checkpoint> arrived = [];
        foreach (var run in newestFirst) arrived = With(arrived, await journal.ReadAsync(run.Id, cancellationToken).ConfigureAwait(false));
        return arrived;
    }

    /// <summary>The checkpoints, and for entries that they don't speak of the earlier ones.</summary>
    private static IReadOnlyList<Checkpoint> With(IReadOnlyList<Checkpoint> checkpoints, IReadOnlyList<Checkpoint> earlier)
    {
        var known = checkpoints.Select(checkpoint => checkpoint.Entry).ToHashSet();
        return [.. checkpoints, .. earlier.Where(checkpoint => !known.Contains(checkpoint.Entry))];
    }

    private static async Task<RunLedger> StartAsync(
        IMigrationJournal journal,
        string identity,
        string settings,
        IMigrationSource source,
        IReadOnlyList<TocEntry> entries,
        IReadOnlyList<Checkpoint> arrived,
        CancellationToken cancellationToken)
    {
        var run = new MigrationRun
        {
            Id = Guid.NewGuid(),
            Source = identity,
            Settings = settings,
            SourceState = JsonSerializer.Serialize(
                entries.Where(entry => entry.HasRows || entry.HasStatements).ToDictionary(entry => entry.Key, source.DescribeState), TransferJson.Default.DictionaryStringString),
            Status = MigrationStatus.Running,
            StartedAt = DateTimeOffset.UtcNow,
            Holder = DestinationLock.Holder,
        };
        await journal.StartAsync(run, cancellationToken).ConfigureAwait(false);
        return new(run.Id, arrived, run.SourceState);
    }

    private static void RequireResumable(TransferRequest request, MigrationRun unfinished, string settings)
    {
        if (!request.Resume)
        {
            throw new MigrationException(
                "MigrationUnfinished",
                MigrationErrorCategory.InvalidOperation,
                $"A run from this source that began at {unfinished.StartedAt:u} ({unfinished.Holder}) was not finished.")
            {
                Subject = unfinished.Source,
                Remedy = "Continue it with -Resume, or forget it and start anew with -Restart.",
            };
        }

        if (unfinished.Settings != settings)
        {
            throw new MigrationException(
                "ResumeSettingsDiffer",
                MigrationErrorCategory.InvalidArgument,
                $"The unfinished run was started with '{unfinished.Settings}', this one asks for '{settings}'.")
            {
                Subject = unfinished.Source,
                Remedy = "Resume with the same parameters, or start anew with -Restart.",
            };
        }
    }
}

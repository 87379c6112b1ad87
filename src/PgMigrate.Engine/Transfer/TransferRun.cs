using System.Diagnostics;
using Npgsql;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Journal;
using PgMigrate.Engine.Toc;

namespace PgMigrate.Engine.Transfer;

/// <summary>
/// One run: opens both ends and the journal, lets the kind of run do its work, and closes them. Where an end is lost in mid-run, it is opened
/// again as a resumed run would.
/// </summary>
internal abstract class TransferRun(TransferRequest request, IMigrationObserver observer) : IAsyncDisposable
{
    /// <summary>How long to wait between two tries to reach an end that was lost.</summary>
    private static readonly TimeSpan ReconnectDelay = TimeSpan.FromSeconds(1);

    private readonly TransferRequest request = request;
    private TransferRequest current = request;
    private Destination? destination;
    private IMigrationSource? source;
    private RunLedger? ledger;

    /// <summary>The server process that held the destination's lock when the connection was lost.</summary>
    private int? lostLock;

    protected IMigrationObserver Observer => observer;

    protected IMigrationSource Source => source!;

    protected Destination Destination => destination!;

    protected RunLedger Ledger => ledger!;

    /// <summary>What to take from the source.</summary>
    protected abstract SourceSelection Selection { get; }

    /// <summary>What is not brought, or not as it is. Complete at the end.</summary>
    protected virtual IReadOnlyList<MigrationFinding> Findings => Source.Findings;

    /// <summary>Whether a run that ends is not at its end, and waits to be resumed.</summary>
    protected virtual bool IsPaused => false;

    public async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        long? lostAt = null;
        while (true)
        {
            try
            {
                await TryAsync(cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (MigrationException error) when (!cancellationToken.IsCancellationRequested && MayCarryOn(error, lostAt))
            {
                // A run that had begun has lost an end just now; one that had not is still without it.
                if (lostAt is null || ledger is not null)
                {
                    observer.Warning($"{error.Message} Trying to reach it again for {request.ReconnectTimeout.TotalSeconds:0} s.");
                    lostAt = Stopwatch.GetTimestamp();
                }

                lostLock = destination?.LockProcessId ?? lostLock;
                await CloseAsync().ConfigureAwait(false);
                current = request with { Resume = true, Restart = false };
                await Task.Delay(ReconnectDelay, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public ValueTask DisposeAsync() => CloseAsync();

    /// <summary>The entries that the run restores, of those that the source has.</summary>
    protected abstract IReadOnlyList<TocEntry> Choose(IReadOnlyList<TocEntry> entries);

    /// <summary>Does what must be done before the destination can be opened.</summary>
    /// <param name="resumes">Whether an earlier call, or this one before it lost a connection, may have done it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    protected virtual Task PrepareDestinationAsync(bool resumes, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Brings the entries; returns whether something failed that did not end the run.</summary>
    protected abstract Task<bool> RestoreAsync(IReadOnlyList<TocEntry> entries, CancellationToken cancellationToken);

    /// <summary>Notes in the journal what is to come, so that each entry can note that it has.</summary>
    protected Task PlanEntriesAsync(IEnumerable<TocEntry> entries, CancellationToken cancellationToken)
    {
        var waiting = Waiting(entries).SelectMany(EntryRestore.Checkpoints).ToList();
        return waiting.Count == 0 ? Task.CompletedTask : Destination.Journal.PlanAsync(Ledger.RunId, waiting, cancellationToken);
    }

    /// <summary>The entries with a definition that have not arrived yet.</summary>
    protected IEnumerable<TocEntry> Waiting(IEnumerable<TocEntry> entries) => entries.Where(entry => !entry.HasData && !Ledger.IsDone(entry));

    private bool MayCarryOn(MigrationException error, long? lostAt)
    {
        // The server takes back what a lost connection has not committed, or has committed it: there is nothing to carry on with.
        if (request.IsSingleTransaction || request.ReconnectTimeout <= TimeSpan.Zero || !CopyErrors.IsConnectionFailure(error)) return false;
        // Before it has begun for the first time, an end that can't be reached is most likely misspelt.
        return ledger is not null || (lostAt is { } since && Stopwatch.GetElapsedTime(since) < request.ReconnectTimeout);
    }

    private async Task TryAsync(CancellationToken cancellationToken)
    {
        var entries = await TranslatedAsync(CopyErrors.Source, () => OpenSourceAsync(cancellationToken)).ConfigureAwait(false);
        await TranslatedAsync(CopyErrors.Destination, () => CopyAllAsync(entries, cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>Opens the source and returns its entries.</summary>
    private async Task<IReadOnlyList<TocEntry>> OpenSourceAsync(CancellationToken cancellationToken)
    {
        source = await MigrationSources.OpenAsync(request.Source, Selection, observer, cancellationToken).ConfigureAwait(false);
        return Choose(await source.ReadEntriesAsync(cancellationToken).ConfigureAwait(false));
    }

    private async Task<bool> CopyAllAsync(IReadOnlyList<TocEntry> entries, CancellationToken cancellationToken)
    {
        await PrepareDestinationAsync(current.Resume, cancellationToken).ConfigureAwait(false);
        destination = await OpenDestinationAsync(cancellationToken).ConfigureAwait(false);
        ledger = await RunLedger.OpenAsync(destination.Journal, current, Source, entries, observer, cancellationToken).ConfigureAwait(false);
        try
        {
            var hasFailed = await RestoreAsync(entries, cancellationToken).ConfigureAwait(false);
            await EndAsync(hasFailed ? MigrationStatus.Failed : IsPaused ? MigrationStatus.Running : MigrationStatus.Completed, cancellationToken).ConfigureAwait(false);
            return hasFailed;
        }
        catch
        {
            await TryMarkFailedAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task<T> TranslatedAsync<T>(string end, Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception error) when (error is NpgsqlException or IOException)
        {
            throw CopyErrors.Translate(error, (end == CopyErrors.Source ? request.Source : request.Destination).ToString(), end);
        }
    }

    private async Task<Destination> OpenDestinationAsync(CancellationToken cancellationToken)
    {
        if (request.Destination.Kind != DatabaseKind.PostgreSql)
        {
            throw new MigrationException(
                "DestinationNotPostgreSql", MigrationErrorCategory.InvalidArgument, $"The destination {request.Destination} is not a PostgreSQL database.")
            {
                Subject = request.Destination.ToString(),
                Remedy = request.Destination.Kind == DatabaseKind.Archive
                    ? "Name a PostgreSQL database with -Destination, or write an archive with Export-PgDatabase."
                    : "Name a PostgreSQL database with -Destination.",
            };
        }

        var connector = new PostgresConnector(MigrationRoute.Prepare(request.Destination, observer), MigrationSources.ConnectorOptions, observer);
        if (request is { Resume: true, JournalPath: { } path } && !File.Exists(path)) observer.Warning($"There is no journal '{path}': nothing is resumed.");
        return await Destination.OpenAsync(connector, request.JournalPath, request.IsSingleTransaction, lostLock, cancellationToken).ConfigureAwait(false);
    }

    private async Task EndAsync(MigrationStatus status, CancellationToken cancellationToken)
    {
        foreach (var finding in Findings) observer.Warning(finding.ToString());
        if (request.RemoveJournal && status == MigrationStatus.Completed)
        {
            await Destination.Journal.RemoveAsync(RunLedger.IdentityOf(request.Source), cancellationToken).ConfigureAwait(false);
            return;
        }

        await Destination.Journal.SetStatusAsync(Ledger.RunId, status, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The journal may be gone with the connection; then the run stays as it is, which is resumable too.</summary>
    private async Task TryMarkFailedAsync()
    {
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            await Destination.Journal.SetStatusAsync(Ledger.RunId, MigrationStatus.Failed, patience.Token).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            observer.Verbose($"The journal could not be told of the failure: {error.Message}");
        }
    }

    private async ValueTask CloseAsync()
    {
        if (destination is not null) await destination.DisposeAsync().ConfigureAwait(false);
        if (source is not null) await source.DisposeAsync().ConfigureAwait(false);
        (destination, source, ledger) = (null, null, null);
    }
}

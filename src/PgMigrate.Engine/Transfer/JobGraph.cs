namespace PgMigrate.Engine.Transfer;

/// <summary>
/// Runs jobs as soon as what they depend on is done, largest first and equals in turn, a limited number at a time. A running job may add
/// further jobs. One whose tables a running job holds waits for that, while others run.
/// A failed job fails all that depends on it, as soon as whatever else they wait for has ended too; the rest goes on, unless the
/// failure is fatal to all.
/// </summary>
internal sealed class JobGraph(int throttleLimit, Func<Exception, bool> isFatal) : IDisposable
{
    private readonly object gate = new();
    private readonly PriorityQueue<Job, (long Size, long Number)> ready = new();
    private readonly SemaphoreSlim available = new(0);
    private readonly HeldLocks locks = new();

    /// <summary>Those that were ready while a running job held their tables.</summary>
    private readonly List<Job> heldBack = [];
    private int unfinished;
    private long lastNumber;

    /// <summary>
    /// Adds a job that waits for the given ones, and fails if one of them has failed. A job that has begun can't wait for more.
    /// </summary>
    public Job Add(Job job, params IReadOnlyList<Job> dependencies)
    {
        List<Job> failed = [];
        lock (gate)
        {
            unfinished++;
            Depend(job, dependencies);
            if (job.Waiting == 0) Release(job, failed);
            Finish(failed.Count);
        }

        TellOf(failed);
        return job;
    }

    /// <summary>Adds a job that runs when the given ones have ended, whether they are done or have failed.</summary>
    public Job AddAfter(Job job, IReadOnlyList<Job> others)
    {
        lock (gate)
        {
            unfinished++;
            foreach (var other in others.Where(other => other.State is not (JobState.Done or JobState.Failed)))
            {
                other.Successors.Add(job);
                job.Waiting++;
            }

            if (job.Waiting == 0) MakeReady(job);
        }

        return job;
    }

    /// <summary>Adds a job that another one, which still waits, shall wait for too.</summary>
    public void AddBefore(Job job, Job dependent)
    {
        lock (gate)
        {
            unfinished++;
            Depend(dependent, [job]);
            MakeReady(job);
        }
    }

    /// <summary>Runs until no job is left. Throws the fatal failure, if one ended the run.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (unfinished == 0) return;
        var workers = Enumerable.Range(0, throttleLimit).Select(_ => Task.Run(() => WorkOrStopAsync(stop), CancellationToken.None))
            .ToArray();
        try
        {
            await Task.WhenAll(workers).ConfigureAwait(false);
        }
        catch (Exception) when (workers.FirstOrDefault(worker => worker.IsFaulted)?.Exception?.InnerException is { } first
            && !cancellationToken.IsCancellationRequested)
        {
            // A worker's cancellation is only the echo of another's failure.
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(first);
        }
    }

    public void Dispose() => available.Dispose();

    /// <summary>Whatever ends one worker, be it a fatal failure or one of those who are told of failures, ends all.</summary>
    private async Task WorkOrStopAsync(CancellationTokenSource stop)
    {
        try
        {
            await WorkAsync(stop).ConfigureAwait(false);
        }
        catch
        {
            await stop.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task WorkAsync(CancellationTokenSource stop)
    {
        while (true)
        {
            await available.WaitAsync(stop.Token).ConfigureAwait(false);
            Job job;
            lock (gate)
            {
                if (unfinished == 0) return;
                job = ready.Dequeue();
                if (!locks.TryTake(job.Locks))
                {
                    heldBack.Add(job);
                    continue;
                }

                job.State = JobState.Running;
            }

            try
            {
                await job.Action(stop.Token).ConfigureAwait(false);
                Complete(job);
            }
            catch (Exception error) when (error is not OperationCanceledException || !stop.IsCancellationRequested)
            {
                Fail(job, error);
                if (isFatal(error)) throw;
            }
        }
    }

    private void Complete(Job job)
    {
        List<Job> failed = [];
        lock (gate)
        {
            job.State = JobState.Done;
            ReleaseLocks(job);
            ReleaseDependents(job, failed);
            Finish(failed.Count + 1);
        }

        TellOf(failed);
    }

    private void Fail(Job job, Exception error)
    {
        List<Job> failed = [];
        lock (gate)
        {
            job.Failure = error;
            ReleaseLocks(job);
            End(job, failed);
            Finish(failed.Count);
        }

        TellOf(failed);
    }

    /// <summary>A job that nothing is left to wait for runs, or fails with the first failure among what it waited for.</summary>
    private void Release(Job job, List<Job> failed)
    {
        if (job.Failure is null) MakeReady(job);
        else End(job, failed);
    }

    private void End(Job job, List<Job> failed)
    {
        job.State = JobState.Failed;
        failed.Add(job);
        foreach (var dependent in job.Dependents) dependent.Failure ??= job.Failure;
        ReleaseDependents(job, failed);
    }

    private void ReleaseDependents(Job job, List<Job> failed)
    {
        foreach (var dependent in job.Dependents)
        {
            if (--dependent.Waiting == 0) Release(dependent, failed);
        }

        foreach (var successor in job.Successors)
        {
            if (--successor.Waiting == 0) Release(successor, failed);
        }
    }

    /// <summary>Whoever waits for one of the tables may try again.</summary>
    private void ReleaseLocks(Job job)
    {
        if (job.Locks.Count == 0) return;
        locks.Release(job.Locks);
        foreach (var waiting in heldBack) MakeReady(waiting);
        heldBack.Clear();
    }

    private static void TellOf(List<Job> failed)
    {
        foreach (var job in failed) job.Failed?.Invoke(job.Failure!);
    }

    private static void Depend(Job job, IEnumerable<Job> dependencies)
    {
        foreach (var dependency in dependencies)
        {
            if (dependency.State == JobState.Failed) job.Failure ??= dependency.Failure;
            if (dependency.State is JobState.Done or JobState.Failed) continue;
            dependency.Dependents.Add(job);
            job.Waiting++;
        }
    }

    private void MakeReady(Job job)
    {
        ready.Enqueue(job, (-job.Size, ++lastNumber));
        available.Release();
    }

    private void Finish(int count)
    {
        unfinished -= count;
        // Wakes every worker so that each sees that nothing is left.
        if (unfinished == 0) available.Release(throttleLimit);
    }
}

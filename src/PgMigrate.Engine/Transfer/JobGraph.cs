namespace PgMigrate.Engine.Transfer;

/// <summary>
/// Runs jobs as soon as what they depend on is done, largest first and equals in turn, a limited number at a time. A running job may add
/// further jobs.
/// A failed job fails all that depends on it; the rest goes on, unless the failure is fatal to all.
/// </summary>
internal sealed class JobGraph(int throttleLimit, Func<Exception, bool> isFatal) : IDisposable
{
    private readonly object gate = new();
    private readonly PriorityQueue<Job, (long Size, long Number)> ready = new();
    private readonly SemaphoreSlim available = new(0);
    private int unfinished;
    private long lastNumber;

    /// <summary>Adds a job that waits for the given ones, and fails with the first of them that has failed. A job that has begun can't wait for more.</summary>
    public Job Add(Job job, params IReadOnlyList<Job> dependencies)
    {
        lock (gate)
        {
            job.Failure = dependencies.FirstOrDefault(dependency => dependency.State == JobState.Failed)?.Failure;
            if (job.Failure is null)
            {
                unfinished++;
                Depend(job, dependencies);
                if (job.Waiting == 0) MakeReady(job);
                return job;
            }

            job.State = JobState.Failed;
        }

        job.Failed?.Invoke(job.Failure);
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
        var workers = Enumerable.Range(0, throttleLimit).Select(_ => Task.Run(() => WorkOrStopAsync(stop), CancellationToken.None)).ToArray();
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
        lock (gate)
        {
            job.State = JobState.Done;
            foreach (var dependent in job.Dependents)
            {
                if (--dependent.Waiting == 0 && dependent.State == JobState.Waiting) MakeReady(dependent);
            }

            Finish(1);
        }
    }

    private void Fail(Job job, Exception error)
    {
        List<Job> failed = [];
        lock (gate)
        {
            Collect(job, error, failed);
            Finish(failed.Count);
        }

        foreach (var one in failed) one.Failed?.Invoke(error);
    }

    private static void Collect(Job job, Exception error, List<Job> failed)
    {
        if (job.State == JobState.Failed) return;
        job.State = JobState.Failed;
        job.Failure = error;
        failed.Add(job);
        foreach (var dependent in job.Dependents) Collect(dependent, error, failed);
    }

    private static void Depend(Job job, IEnumerable<Job> dependencies)
    {
        foreach (var dependency in dependencies)
        {
            if (dependency.State == JobState.Done) continue;
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

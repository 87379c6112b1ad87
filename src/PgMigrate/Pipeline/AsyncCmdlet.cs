using System.Management.Automation;

namespace PgMigrate.Commands;

/// <summary>
/// The base of every cmdlet: its work runs beside the pipeline, and what it writes is replayed on the pipeline's thread in order.
/// An exception that leaves one of the methods below ends the cmdlet with a terminating error; what concerns one item only
/// is written with <see cref="PipelineWriter.WriteErrorAsync(ErrorRecord)"/>.
/// </summary>
public abstract class AsyncCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource stopping = new();

    /// <summary>How long a stopped cmdlet waits for its work to clean up before it leaves it behind with a warning.</summary>
    protected virtual TimeSpan CleanupDeadline => TimeSpan.FromSeconds(30);

    /// <summary>Runs once, before the first object from the pipeline.</summary>
    protected virtual Task BeginProcessingAsync(PipelineWriter output, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs once for every object from the pipeline, or once where nothing is piped.</summary>
    protected virtual Task ProcessRecordAsync(PipelineWriter output, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs once, after the last object from the pipeline.</summary>
    protected virtual Task EndProcessingAsync(PipelineWriter output, CancellationToken cancellationToken) => Task.CompletedTask;

    protected sealed override void BeginProcessing() => Run(BeginProcessingAsync);

    protected sealed override void ProcessRecord() => Run(ProcessRecordAsync);

    protected sealed override void EndProcessing() => Run(EndProcessingAsync);

    protected sealed override void StopProcessing()
    {
        try
        {
            // Asynchronously: a callback may talk to a server, and Ctrl+C must not wait for it.
            _ = stopping.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // The cmdlet ended while it was being stopped.
        }
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Called once, when the cmdlet has ended in whatever way.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing) stopping.Dispose();
    }

    private void Run(Func<PipelineWriter, CancellationToken, Task> work) => new PipelinePump(this, stopping, CleanupDeadline).Run(work);
}

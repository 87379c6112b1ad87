using System.Management.Automation;
using System.Threading.Channels;

namespace PgMigrate.Commands;

/// <summary>
/// Writes to the pipeline from any thread. A write waits while the pipeline is behind, and throws
/// <see cref="OperationCanceledException"/> once the pipeline has ended.
/// </summary>
public sealed class PipelineWriter
{
    private readonly ChannelWriter<Action<PSCmdlet>> queue;
    private readonly ProgressBoard progress;
    private readonly CancellationToken cancellation;

    internal PipelineWriter(ChannelWriter<Action<PSCmdlet>> queue, ProgressBoard progress, CancellationToken cancellation)
    {
        this.queue = queue;
        this.progress = progress;
        this.cancellation = cancellation;
        Observer = new CmdletObserver(this);
    }

    /// <summary>Hears the engine and shows what it says in the pipeline's streams.</summary>
    public IMigrationObserver Observer { get; }

    public ValueTask WriteObjectAsync(object? value) => queue.WriteAsync(cmdlet => cmdlet.WriteObject(value), cancellation);

    public ValueTask WriteVerboseAsync(string message) => queue.WriteAsync(cmdlet => cmdlet.WriteVerbose(message), cancellation);

    public ValueTask WriteDebugAsync(string message) => queue.WriteAsync(cmdlet => cmdlet.WriteDebug(message), cancellation);

    public ValueTask WriteInformationAsync(object message, params string[] tags)
        => queue.WriteAsync(cmdlet => cmdlet.WriteInformation(message, tags), cancellation);

    /// <summary>Writes a warning and waits until it is written, so that <c>-WarningAction Stop</c> stops what would come next.</summary>
    public async ValueTask WriteWarningAsync(string message)
        => await AskAsync(cmdlet => { cmdlet.WriteWarning(message); return true; }).ConfigureAwait(false);

    /// <summary>
    /// Writes a non-terminating error and waits until it is written, so that <c>-ErrorAction Stop</c> stops what would come next.
    /// </summary>
    public async ValueTask WriteErrorAsync(ErrorRecord error)
        => await AskAsync(cmdlet => { cmdlet.WriteError(error); return true; }).ConfigureAwait(false);

    /// <summary>Writes what failed for <paramref name="target"/> as a non-terminating error.</summary>
    public ValueTask WriteErrorAsync(Exception failure, object? target = null) => WriteErrorAsync(ErrorRecords.From(failure, target));

    /// <summary>Asks whether to do <paramref name="action"/> to <paramref name="target"/>, by -WhatIf, -Confirm and the user.</summary>
    public ValueTask<bool> ShouldProcessAsync(string target, string action) => AskAsync(cmdlet => cmdlet.ShouldProcess(target, action));

    /// <summary>Asks the user, whatever -Confirm says.</summary>
    public ValueTask<bool> ShouldContinueAsync(string query, string caption) => AskAsync(cmdlet => cmdlet.ShouldContinue(query, caption));

    /// <summary>
    /// Asks the user as a cmdlet of high impact does, where <see cref="ShouldProcessAsync"/> of one with less impact has not asked:
    /// -Confirm:$false and $ConfirmPreference say that nobody is to be asked.
    /// </summary>
    /// <exception cref="MigrationException">ConfirmationNotPossible: there is nobody to ask.</exception>
    public async ValueTask<bool> ConfirmHighImpactAsync(string query)
        => await AskAsync(cmdlet => HighImpact.IsConfirmed(cmdlet, query)).ConfigureAwait(false) ?? throw HighImpact.NobodyAsked(query);

    /// <summary>Runs a script block of the user's, on the pipeline's thread. What it writes as an error ends it.</summary>
    /// <returns>What it wrote.</returns>
    /// <exception cref="RuntimeException">The script failed.</exception>
    public async ValueTask<IReadOnlyList<PSObject>> InvokeAsync(ScriptBlock script, params object?[] arguments)
    {
        var (written, failure) = await AskAsync(_ => Invoke(script, arguments)).ConfigureAwait(false);
        return failure is null ? written : throw failure;
    }

    /// <summary>
    /// Queues a write of the engine, and drops it when the pipeline has ended: cleaning up must not fail for want of a listener.
    /// </summary>
    internal void Post(Action<PSCmdlet> write)
    {
        if (cancellation.IsCancellationRequested || queue.TryWrite(write)) return;
        try
        {
            queue.WriteAsync(write, cancellation).AsTask().GetAwaiter().GetResult();
        }
        catch (Exception gone) when (gone is OperationCanceledException or ChannelClosedException)
        {
            // Nobody reads any more.
        }
    }

    internal void Post(MigrationProgress step) => progress.Post(step);

    private static (IReadOnlyList<PSObject> Written, RuntimeException? Failure) Invoke(ScriptBlock script, object?[] arguments)
    {
        try
        {
            var preference = new PSVariable("ErrorActionPreference", ActionPreference.Stop);
            return ([.. script.InvokeWithContext(null, [preference], arguments)], null);
        }
        catch (RuntimeException failure) when (failure is not PipelineStoppedException)
        {
            return ([], failure);
        }
    }

    private async ValueTask<T> AskAsync<T>(Func<PSCmdlet, T> question)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var giveUp = cancellation.Register(() => answer.TrySetCanceled(cancellation)).ConfigureAwait(false);
        await queue.WriteAsync(Answer, cancellation).ConfigureAwait(false);
        return await answer.Task.ConfigureAwait(false);

        void Answer(PSCmdlet cmdlet)
        {
            try
            {
                answer.TrySetResult(question(cmdlet));
            }
            catch
            {
                // The exception belongs to the pipeline; the work hears that it is cancelled.
                answer.TrySetCanceled(CancellationToken.None);
                throw;
            }
        }
    }
}

using System.Globalization;
using System.Management.Automation;
using System.Threading.Channels;

namespace PgMigrate.Commands;

/// <summary>
/// Runs work on the thread pool while the pipeline's thread replays what it writes, and ends only when the work has ended
/// or has ignored its cancellation until the deadline.
/// </summary>
internal sealed class PipelinePump(PSCmdlet cmdlet, CancellationTokenSource stopping, TimeSpan cleanupDeadline)
{
    // Enough that work and pipeline seldom wait for each other, little enough that a slow consumer holds the work back.
    private const int QueueLength = 256;

    private readonly Channel<Action<PSCmdlet>> queue = Channel.CreateBounded<Action<PSCmdlet>>(
        new BoundedChannelOptions(QueueLength) { SingleReader = true });

    private readonly ProgressBoard progress = new();

    public void Run(Func<PipelineWriter, CancellationToken, Task> body)
    {
        var cancellation = stopping.Token;
        var writer = new PipelineWriter(queue.Writer, progress, cancellation);
        var work = Task.Run(() => WorkAsync(body, writer, cancellation), CancellationToken.None);
        try
        {
            Replay(cancellation);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            Abandon(work);
            throw new PipelineStoppedException();
        }
        catch
        {
            // A later command wants no more, or a preference made an error of what was written.
            Abandon(work);
            throw;
        }
        finally
        {
            progress.Complete(cmdlet);
        }

        Conclude(work);
    }

    private async Task WorkAsync(
        Func<PipelineWriter, CancellationToken, Task> body, PipelineWriter writer, CancellationToken cancellationToken)
    {
        try
        {
            await body(writer, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            queue.Writer.TryComplete();
        }
    }

    private void Replay(CancellationToken cancellationToken)
    {
        while (WaitForRecords(cancellationToken))
        {
            while (queue.Reader.TryRead(out var write))
            {
                write(cmdlet);
                progress.ShowDue(cmdlet);
            }
        }
    }

    /// <summary>False when the work has ended and everything that it wrote was replayed.</summary>
    private bool WaitForRecords(CancellationToken cancellationToken)
    {
        var records = queue.Reader.WaitToReadAsync(cancellationToken).AsTask();
        while (!records.IsCompleted && Task.WaitAny([records], ProgressBoard.Interval) < 0) progress.ShowDue(cmdlet);
        return records.GetAwaiter().GetResult();
    }

    private void Abandon(Task work)
    {
        _ = stopping.CancelAsync();
        if (Task.WaitAny([work], cleanupDeadline) >= 0) return;
        var seconds = cleanupDeadline.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);
        Warn($"{cmdlet.MyInvocation.MyCommand.Name} was stopped, but its work had not ended after {seconds} seconds and was left behind. "
            + "Its connections close when the work ends, or with this process.");
    }

    private void Warn(string message)
    {
        try
        {
            cmdlet.WriteWarning(message);
        }
        catch (RuntimeException)
        {
            // A pipeline that is stopping takes no records any more; the host still has eyes.
            cmdlet.Host?.UI?.WriteWarningLine(message);
        }
    }

    private void Conclude(Task work)
    {
        try
        {
            work.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (Exception failure)
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.From(failure));
        }
    }
}

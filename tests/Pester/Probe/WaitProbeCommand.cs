using System.Management.Automation;
using PgMigrate.Commands;

namespace PgMigrate.Probe;

/// <summary>Hangs until it is cancelled, or, when stubborn, until its log releases it whatever the token says.</summary>
[Cmdlet(VerbsLifecycle.Wait, "Probe")]
public sealed class WaitProbeCommand : AsyncCmdlet
{
    [Parameter(Mandatory = true)]
    public WorkLog Log { get; set; } = null!;

    [Parameter]
    public SwitchParameter Stubborn { get; set; }

    /// <summary>Writes this before it hangs, so that a later command may end the pipeline.</summary>
    [Parameter]
    public object? First { get; set; }

    [Parameter]
    public int DeadlineMilliseconds { get; set; } = 30_000;

    protected override TimeSpan CleanupDeadline => TimeSpan.FromMilliseconds(DeadlineMilliseconds);

    protected override async Task ProcessRecordAsync(PipelineWriter output, CancellationToken cancellationToken)
    {
        if (First is not null) await output.WriteObjectAsync(First);
        Log.Started.Set();
        try
        {
            if (Stubborn) Log.Release.Wait(CancellationToken.None);
            else await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        finally
        {
            Log.Add("cleaned up");
        }
    }
}

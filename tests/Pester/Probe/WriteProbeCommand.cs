using System.Management.Automation;
using PgMigrate.Commands;

namespace PgMigrate.Probe;

/// <summary>Writes numbers, with a line in every stream when asked, and cleans up at the end.</summary>
[Cmdlet(VerbsCommunications.Write, "Probe", SupportsShouldProcess = true)]
[OutputType(typeof(int))]
public sealed class WriteProbeCommand : AsyncCmdlet
{
    [Parameter(ValueFromPipeline = true)]
    public int InputObject { get; set; }

    [Parameter]
    public int Count { get; set; } = 3;

    [Parameter]
    public SwitchParameter Talk { get; set; }

    [Parameter]
    public SwitchParameter Progress { get; set; }

    [Parameter]
    public Exception? Fail { get; set; }

    [Parameter]
    public Exception? ItemFailure { get; set; }

    [Parameter(Mandatory = true)]
    public WorkLog Log { get; set; } = null!;

    protected override Task BeginProcessingAsync(PipelineWriter output, CancellationToken cancellationToken)
    {
        Log.Add("begin");
        return Task.CompletedTask;
    }

    protected override async Task ProcessRecordAsync(PipelineWriter output, CancellationToken cancellationToken)
    {
        if (!await output.ShouldProcessAsync("numbers", "Write")) return;
        try
        {
            Log.Started.Set();
            if (Talk) await TalkAsync(output);
            if (ItemFailure is not null) await output.WriteErrorAsync(ItemFailure, "item");
            Log.Add("after the streams");
            for (var number = 0; number < Count; number++)
            {
                if (Progress) Report(output.Observer, number);
                await output.WriteObjectAsync(InputObject + number);
            }

            if (Fail is not null) throw Fail;
        }
        finally
        {
            // What an engine says while it cleans up must never stop it from cleaning up.
            output.Observer.Verbose("cleaning up");
            await Task.Delay(50, CancellationToken.None);
            Log.Add("cleaned up");
        }
    }

    protected override Task EndProcessingAsync(PipelineWriter output, CancellationToken cancellationToken)
    {
        Log.Add("end");
        return Task.CompletedTask;
    }

    private static async Task TalkAsync(PipelineWriter output)
    {
        await output.WriteDebugAsync("debug");
        await output.WriteInformationAsync("information", "Probe");
        output.Observer.Verbose("verbose");
        await output.WriteWarningAsync("warning");
    }

    private void Report(IMigrationObserver observer, int number)
    {
        observer.Progress(new MigrationProgress { Id = 0, Activity = "Run", Rows = number, TotalRows = Count, Status = $"{number} rows in words" });
        observer.Progress(new MigrationProgress { Id = 1, Activity = "Table", Rows = number, TotalRows = Count });
    }
}

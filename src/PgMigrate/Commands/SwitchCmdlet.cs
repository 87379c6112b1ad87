using System.Management.Automation;
using PgMigrate.Engine.Switching;

namespace PgMigrate.Commands;

/// <summary>The base of the switch and of the way back: which places, and what is written of them.</summary>
public abstract class SwitchCmdlet : AsyncCmdlet
{
    /// <summary>The .env files.</summary>
    public abstract string[]? Path { get; set; }

    /// <summary>The variable.</summary>
    public abstract string Name { get; set; }

    [Parameter]
    [SwitchTargetTransformation]
    public SwitchTarget[] Target { get; set; } = [];

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? JournalPath { get; set; }

    [Parameter]
    [ValidateRange(1, 86_400)]
    public int DeployTimeout { get; set; } = 900;

    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected string? JournalFile => JournalPath is null ? null : this.Resolve(JournalPath);

    /// <summary>The files and the other places that were named; .env where none was.</summary>
    private protected IReadOnlyList<SwitchTarget> Places(PipelineWriter output)
    {
        var paths = Path ?? (Target.Length == 0 ? [".env"] : []);
        return [.. paths.Select(path => SwitchTargets.File(this.Resolve(path))), .. Target.Select(target => target.BoundTo(output))];
    }

    private protected static async Task WriteAsync(PipelineWriter output, IReadOnlyList<DatabaseUrlSwitch> records)
    {
        foreach (var record in records)
        {
            foreach (var warning in record.Warnings) await output.WriteWarningAsync(warning);
            await output.WriteObjectAsync(record);
        }

        // After all records: -ErrorAction Stop must not hide what became of the other places.
        foreach (var record in records)
        {
            if (SwitchOutcome.FailureOf(record) is { } failure) await output.WriteErrorAsync(failure, record);
        }
    }
}

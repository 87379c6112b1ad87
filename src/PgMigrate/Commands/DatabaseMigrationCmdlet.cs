using System.Collections;
using System.Management.Automation;
using PgMigrate.Engine.Runbook;

namespace PgMigrate.Commands;

/// <summary>The base of what takes the steps of a whole migration: what the journal does not keep, and how the steps are told.</summary>
public abstract class DatabaseMigrationCmdlet : AsyncCmdlet
{
    /// <summary>What is migrated.</summary>
    public abstract DatabaseEndpoint? Source { get; set; }

    /// <summary>Where to.</summary>
    public abstract DatabaseEndpoint? Destination { get; set; }

    [Parameter]
    [Credential]
    public PSCredential? SourceCredential { get; set; }

    [Parameter]
    [Credential]
    public PSCredential? DestinationCredential { get; set; }

    [Parameter]
    [SwitchTargetTransformation]
    public SwitchTarget[] SwitchTarget { get; set; } = [];

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? JournalPath { get; set; }

    private protected string? JournalFile => JournalPath is null ? null : this.Resolve(JournalPath);

    private protected IReadOnlyList<SwitchTarget> Places(PipelineWriter output) => [.. SwitchTarget.Select(target => target.BoundTo(output))];

    /// <summary>The plan's settings that the command line says itself, with full paths.</summary>
    private protected IReadOnlyDictionary<string, object?> BoundSettings => MyInvocation.BoundParameters
        .Where(bound => PlanSettings.Names.Contains(bound.Key))
        .ToDictionary(bound => bound.Key, bound => PlanSettings.Paths.Contains(bound.Key) ? Resolved(Unwrapped(bound.Value)) : Unwrapped(bound.Value), StringComparer.OrdinalIgnoreCase);

    private protected string Folder => SessionState.Path.CurrentFileSystemLocation.ProviderPath;

    /// <summary>Writes the migration; what ended it early is a terminating error then.</summary>
    private protected static async Task WriteAsync(PipelineWriter output, DatabaseMigration migration)
    {
        await output.WriteObjectAsync(migration);
        if (RunbookOutcome.FailureOf(migration) is { } failure) throw failure;
    }

    internal static object? Unwrapped(object? value) => (value is PSObject shell ? shell.BaseObject : value) switch
    {
        SwitchParameter flag => flag.IsPresent,
        IList many => many.Cast<object?>().Select(Unwrapped).ToList(),
        var bare => bare,
    };

    private object? Resolved(object? value) => value is IList many ? many.Cast<object?>().Select(path => this.Resolve($"{path}")).ToList() : this.Resolve($"{value}");
}

using System.Management.Automation;

namespace PgMigrate.Commands;

/// <summary>Places that the user's script blocks set. They run on the pipeline's thread, where their variables and commands are.</summary>
internal static class SwitchScripts
{
    public static SwitchTarget Place(string? id, ScriptBlock write, ScriptBlock? read)
        => new() { Kind = SwitchTargetKind.Script, Id = id, WriteScript = write, ReadScript = read };

    /// <summary>The place with scripts that the engine can run as long as the pipeline does.</summary>
    public static SwitchTarget BoundTo(this SwitchTarget target, PipelineWriter output) => target.WriteScript is not ScriptBlock write
        ? target
        : target with
        {
            Write = async (name, value, _) => await output.InvokeAsync(write, name, value).ConfigureAwait(false),
            Read = target.ReadScript is not ScriptBlock read
                ? null
                : async (name, _) => await output.InvokeAsync(read, name).ConfigureAwait(false) is [.., { } last] ? last.ToString() : null,
        };
}

using System.Management.Automation;
using PgMigrate.Engine.Performance;

namespace PgMigrate.Commands;

/// <summary>Makes a TimeSpan of a text such as <c>200ms</c>. A number alone is none: PowerShell would take it for ticks.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DurationTransformationAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => (inputData is PSObject shell ? shell.BaseObject : inputData) switch
    {
        null => null,
        TimeSpan time when time > TimeSpan.Zero => time,
        string text when DurationText.Parse(text) is { } time => time,
        var other => throw new ArgumentTransformationMetadataException($"'{other}' is no length of time above zero. Give {DurationText.Forms}, or a TimeSpan."),
    };
}

using System.Collections;
using System.Collections.Specialized;
using System.Management.Automation;
using PgMigrate.Engine.Switching;

namespace PgMigrate.Commands;

/// <summary>
/// Makes places of a program's variables of words, hashtables and script blocks. Relative paths are seen from PowerShell's location.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SwitchTargetTransformationAttribute : ArgumentTransformationAttribute
{
    private const string Script = "Script";
    private const string Read = "Read";
    private const string Id = "Id";
    private const string File = "File";

    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        try
        {
            var values = Bare(inputData) is IList list ? list.Cast<object?>() : [inputData];
            return values.Select(value => Make(Bare(value), engineIntrinsics.SessionState)).ToArray();
        }
        catch (MigrationException failure)
        {
            throw new ArgumentTransformationMetadataException($"{failure.Message} {failure.Remedy}", failure);
        }
    }

    private static SwitchTarget Make(object? value, SessionState session) => value switch
    {
        SwitchTarget target => target,
        string word => SwitchTargets.Parse(word),
        ScriptBlock script => SwitchScripts.Place(null, script, null),
        IDictionary settings when settings.Contains(Script) => OfScript(settings),
        IDictionary settings => SwitchTargets.FromSettings(Unwrapped(settings, session)),
        _ => throw new ArgumentTransformationMetadataException(
            "This is no place of a program's variables. Give 'Process', 'User', 'GitHubOutput', a hashtable with Render, RenderGroup, File or Script, or a script block."),
    };

    private static SwitchTarget OfScript(IDictionary settings)
    {
        if (settings.Keys.Cast<object>().FirstOrDefault(key => !new[] { Script, Read, Id }.Contains($"{key}", StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            throw new ArgumentTransformationMetadataException($"'{unknown}' is nothing that a script's place has: Script, Read and Id.");
        }

        var read = Bare(settings[Read]);
        return Bare(settings[Script]) is ScriptBlock write && (read is null or ScriptBlock)
            ? SwitchScripts.Place(settings[Id]?.ToString(), write, read as ScriptBlock)
            : throw new ArgumentTransformationMetadataException("Script and Read are script blocks.");
    }

    /// <summary>The entries without PowerShell's wrappers, which the engine does not know, and with full paths.</summary>
    private static OrderedDictionary Unwrapped(IDictionary settings, SessionState session)
    {
        var bare = new OrderedDictionary();
        foreach (DictionaryEntry entry in settings)
        {
            var value = Bare(entry.Value);
            bare[entry.Key] = $"{entry.Key}".Equals(File, StringComparison.OrdinalIgnoreCase) && value is string path
                ? session.Path.GetUnresolvedProviderPathFromPSPath(path)
                : value is SwitchParameter flag ? flag.IsPresent : value;
        }

        return bare;
    }

    private static object? Bare(object? value) => value is PSObject shell ? shell.BaseObject : value;
}

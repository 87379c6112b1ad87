using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using PgMigrate.Engine.Runbook;

namespace PgMigrate.Commands;

/// <summary>Reads a plan's file: PowerShell's data file as PowerShell reads it, without running anything in it; else JSON.</summary>
internal static class PlanScript
{
    /// <exception cref="MigrationException">MigrationPlanInvalid.</exception>
    public static IReadOnlyDictionary<string, object?> Read(string path)
    {
        if (!System.IO.Path.GetExtension(path).Equals(".psd1", StringComparison.OrdinalIgnoreCase)) return PlanFile.Read(path);
        if (!File.Exists(path)) throw PlanFile.Invalid(path, "there is no such file", null);
        var script = Parser.ParseFile(path, out _, out var errors);
        if (errors.Length > 0) throw PlanFile.Invalid(path, $"line {errors[0].Extent.StartLineNumber}: {errors[0].Message}", null);
        if (script.EndBlock?.Statements is not [PipelineAst { PipelineElements: [CommandExpressionAst { Expression: HashtableAst table }] }]) throw PlanFile.Invalid(path, "it is one hashtable, @{ … }", null);
        try
        {
            return ((Hashtable)table.SafeGetValue()).Cast<DictionaryEntry>().ToDictionary(entry => $"{entry.Key}", entry => DatabaseMigrationCmdlet.Unwrapped(entry.Value), StringComparer.OrdinalIgnoreCase);
        }
        catch (Exception failure) when (failure is InvalidOperationException or RuntimeException)
        {
            throw PlanFile.Invalid(path, "it holds more than data", failure);
        }
    }
}

using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;

namespace PgMigrate.Commands;

/// <summary>
/// Points PowerShell's default load context to the engine, in <c>bin/lib</c>, and does nothing else:
/// the engine is loaded when the first cmdlet calls it.
/// </summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    // One for the process: every runspace and every re-import meets the same engine.
    private static readonly EngineLoadContext Engine = new(Path.Combine(
        Path.GetDirectoryName(typeof(ModuleInitializer).Assembly.Location)!, "lib", EngineLoadContext.EngineName + ".dll"));

    // Each import adds the handler and each removal takes one away, so that it stays while any runspace has the module.
    public void OnImport() => AssemblyLoadContext.Default.Resolving += ResolveEngine;

    public void OnRemove(PSModuleInfo psModuleInfo) => AssemblyLoadContext.Default.Resolving -= ResolveEngine;

    private static Assembly? ResolveEngine(AssemblyLoadContext context, AssemblyName name)
        => name.Name == EngineLoadContext.EngineName ? Engine.LoadFromAssemblyName(name) : null;
}

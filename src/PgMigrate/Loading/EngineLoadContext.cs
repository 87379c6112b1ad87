using System.Reflection;
using System.Runtime.Loader;

namespace PgMigrate.Commands;

/// <summary>
/// Holds the engine and everything that it depends on, apart from what PowerShell and other modules have loaded.
/// Only PgMigrate.Abstractions is shared, so that its types mean the same on both sides.
/// </summary>
internal sealed class EngineLoadContext(string enginePath) : AssemblyLoadContext("PgMigrate")
{
    /// <summary>The one assembly that PowerShell's context may ask this context for.</summary>
    public const string EngineName = "PgMigrate.Engine";

    private readonly AssemblyDependencyResolver resolver = new(enginePath);

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var abstractions = typeof(DatabaseEndpoint).Assembly;
        if (assemblyName.Name == abstractions.GetName().Name) return abstractions;
        return resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName)
        => resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;
}

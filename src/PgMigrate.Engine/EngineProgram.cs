using System.Reflection;

namespace PgMigrate.Engine;

/// <summary>What the program says of itself in what it writes.</summary>
internal static class EngineProgram
{
    /// <summary>Its name and version, such as <c>PgMigrate 1.2.0</c>.</summary>
    public static string Name { get; } = $"PgMigrate {typeof(EngineProgram).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0]}";
}

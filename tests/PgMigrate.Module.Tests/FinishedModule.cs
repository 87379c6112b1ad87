using System.Reflection;
using System.Runtime.Loader;
using System.Text.RegularExpressions;

namespace PgMigrate.Module.Tests;

/// <summary>
/// The module as it ships, in out/PgMigrate. Its types are looked at and never run: there is no PowerShell here, only its reference assembly.
/// </summary>
internal static class FinishedModule
{
    public static string Folder { get; } = typeof(FinishedModule).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "ModulePath").Value!;

    private static readonly AssemblyLoadContext Context = OpenContext();

    public static Assembly Cmdlets { get; } = Load("bin/PgMigrate.dll");

    public static Assembly Abstractions { get; } = Load("bin/PgMigrate.Abstractions.dll");

    public static IReadOnlyList<CmdletClass> CmdletClasses { get; } =
        [.. Cmdlets.GetTypes().Select(CmdletClass.Of).OfType<CmdletClass>().OrderBy(cmdlet => cmdlet.Name, StringComparer.Ordinal)];

    public static string PathOf(string relativePath) => Path.Combine(Folder, relativePath);

    public static string Manifest => File.ReadAllText(PathOf("PgMigrate.psd1"));

    /// <summary>The quoted names in one list of the manifest.</summary>
    public static IReadOnlyList<string> ManifestList(string key)
    {
        var list = Regex.Match(Manifest, $@"\b{key}\s*=\s*@\(([^)]*)\)");
        Assert.True(list.Success, $"The manifest has no explicit list {key}.");
        return [.. Regex.Matches(list.Groups[1].Value, "'([^']+)'").Select(name => name.Groups[1].Value)];
    }

    private static Assembly Load(string relativePath) => Context.LoadFromAssemblyPath(PathOf(relativePath));

    private static AssemblyLoadContext OpenContext()
    {
        var context = new AssemblyLoadContext("finished module");
        context.Resolving += (self, name) => new[] { "bin", "bin/lib" }
            .Select(folder => PathOf($"{folder}/{name.Name}.dll"))
            .Where(File.Exists).Select(self.LoadFromAssemblyPath).FirstOrDefault();
        return context;
    }
}

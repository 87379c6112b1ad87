using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace PgMigrate.Module.Tests;

public sealed class IsolationTests
{
    [Fact]
    public void The_cmdlets_reference_PowerShell_the_engine_and_what_they_share_and_nothing_else()
    {
        string[] allowed = ["System.Management.Automation", "netstandard", "PgMigrate.Abstractions", "PgMigrate.Engine"];
        Assert.All(References("bin/PgMigrate.dll"), name => Assert.True(allowed.Contains(name) || IsFramework(name), name));
    }

    [Fact]
    public void What_is_shared_references_only_the_framework()
        => Assert.All(References("bin/PgMigrate.Abstractions.dll"), name => Assert.True(IsFramework(name), name));

    [Fact]
    public void The_engine_references_no_PowerShell_and_no_console()
    {
        Assert.DoesNotContain("System.Management.Automation", References("bin/lib/PgMigrate.Engine.dll"));
        Assert.DoesNotContain("System.Console", References("bin/lib/PgMigrate.Engine.dll"));
    }

    [Fact]
    public void PowerShells_context_is_given_two_assemblies()
        => Assert.Equal(["PgMigrate.Abstractions.dll", "PgMigrate.dll"], Directory.GetFiles(FinishedModule.PathOf("bin")).Select(Path.GetFileName).Order(StringComparer.Ordinal));

    [Fact]
    public void The_engines_folder_holds_neither_what_is_shared_nor_PowerShell()
    {
        var files = Directory.GetFiles(FinishedModule.PathOf("bin/lib"), "*.dll").Select(Path.GetFileName).ToArray();
        Assert.Contains("PgMigrate.Engine.dll", files);
        Assert.DoesNotContain("PgMigrate.Abstractions.dll", files);
        Assert.DoesNotContain("System.Management.Automation.dll", files);
        Assert.True(File.Exists(FinishedModule.PathOf("bin/lib/PgMigrate.Engine.deps.json")));
    }

    [Theory]
    [InlineData("win-x64", "e_sqlite3.dll")]
    [InlineData("win-arm64", "e_sqlite3.dll")]
    [InlineData("linux-x64", "libe_sqlite3.so")]
    [InlineData("linux-arm64", "libe_sqlite3.so")]
    [InlineData("linux-musl-x64", "libe_sqlite3.so")]
    [InlineData("osx-x64", "libe_sqlite3.dylib")]
    [InlineData("osx-arm64", "libe_sqlite3.dylib")]
    public void SQLite_comes_along_for(string runtime, string library)
        => Assert.True(File.Exists(FinishedModule.PathOf($"bin/lib/runtimes/{runtime}/native/{library}")));

    [Fact]
    public void No_parameter_property_or_result_is_of_a_type_that_only_the_engine_has()
    {
        var shown = FinishedModule.Cmdlets.GetExportedTypes().Concat(FinishedModule.Abstractions.GetExportedTypes()).SelectMany(ShownTypes).SelectMany(Parts).Distinct();
        string[] visible = ["System.Management.Automation", "netstandard", "PgMigrate", "PgMigrate.Abstractions"];
        Assert.All(shown, type => Assert.True(visible.Contains(type.Assembly.GetName().Name) || IsFramework(type.Assembly.GetName().Name!), type.FullName));
    }

    private static IEnumerable<Type> ShownTypes(Type type)
    {
        const BindingFlags Visible = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static;
        var methods = type.GetMethods(Visible).Where(method => method.DeclaringType == type);
        return [
            .. type.GetProperties(Visible).Select(property => property.PropertyType),
            .. type.GetFields(Visible).Select(field => field.FieldType),
            .. methods.Select(method => method.ReturnType),
            .. methods.SelectMany(method => method.GetParameters()).Select(parameter => parameter.ParameterType),
        ];
    }

    private static IEnumerable<Type> Parts(Type type)
        => type.HasElementType ? Parts(type.GetElementType()!) : type.GetGenericArguments().SelectMany(Parts).Append(type);

    private static IReadOnlyList<string> References(string relativePath)
    {
        using var file = new PEReader(File.OpenRead(FinishedModule.PathOf(relativePath)));
        var metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }

    private static bool IsFramework(string name)
        => name != "System.Management.Automation" && name.StartsWith("System.", StringComparison.Ordinal);
}

using System.Management.Automation;
using System.Xml.Linq;

namespace PgMigrate.Module.Tests;

public sealed class ContractTests
{
    [Fact]
    public void Every_category_of_an_error_is_one_of_PowerShells()
    {
        var categories = FinishedModule.Abstractions.GetType("PgMigrate.MigrationErrorCategory", throwOnError: true)!.GetEnumNames();
        Assert.NotEmpty(categories);
        Assert.All(categories, name => Assert.Contains(name, Enum.GetNames<ErrorCategory>()));
    }

    [Fact]
    public void The_assemblies_carry_the_manifests_version()
    {
        var version = System.Text.RegularExpressions.Regex.Match(FinishedModule.Manifest, @"ModuleVersion\s*=\s*'([^']+)'").Groups[1].Value;
        Assert.Equal(Version.Parse(version + ".0"), FinishedModule.Cmdlets.GetName().Version);
        Assert.Equal(Version.Parse(version + ".0"), FinishedModule.Abstractions.GetName().Version);
    }

    [Fact]
    public void Every_type_that_a_cmdlet_writes_has_a_view()
    {
        var written = FinishedModule.CmdletClasses.SelectMany(cmdlet => cmdlet.OutputTypes).Where(type => type.Assembly == FinishedModule.Abstractions);
        Assert.All(written, type => Assert.Contains(type.FullName, Views.Descendants("TypeName").Select(name => name.Value)));
    }

    [Fact]
    public void Every_view_is_of_a_type_that_exists()
        => Assert.All(Views.Descendants("TypeName"), name => Assert.NotNull(FinishedModule.Abstractions.GetType(name.Value)));

    [Fact]
    public void Every_property_that_a_view_shows_exists()
        => Assert.All(Views.Descendants("View"), view =>
        {
            var types = view.Descendants("TypeName").Select(name => FinishedModule.Abstractions.GetType(name.Value, throwOnError: true)!).ToArray();
            Assert.All(types, type => Assert.All(view.Descendants("PropertyName"), property => Assert.NotNull(type.GetProperty(property.Value))));
        });

    [Fact]
    public void No_view_asks_for_a_password()
        => Assert.DoesNotContain("password", Views.ToString(), StringComparison.OrdinalIgnoreCase);

    private static XDocument Views => XDocument.Load(FinishedModule.PathOf("PgMigrate.Format.ps1xml"));
}

using System.Management.Automation;

namespace PgMigrate.Module.Tests;

public sealed class CmdletTests
{
    // Verbs of cmdlets that only look; every other verb changes something.
    private static readonly string[] ReadingVerbs = ["Compare", "ConvertTo", "Get", "Measure", "Test"];

    [Fact]
    public void The_manifest_exports_exactly_the_cmdlets()
        => Assert.Equal(FinishedModule.CmdletClasses.Select(cmdlet => cmdlet.Name), FinishedModule.ManifestList("CmdletsToExport").Order(StringComparer.Ordinal));

    [Fact]
    public void The_manifest_exports_nothing_else()
    {
        foreach (var key in new[] { "FunctionsToExport", "VariablesToExport", "AliasesToExport" }) Assert.Empty(FinishedModule.ManifestList(key));
    }

    [Fact]
    public void Every_verb_is_one_of_PowerShells_approved_verbs()
    {
        var approved = new[] { typeof(VerbsCommon), typeof(VerbsData), typeof(VerbsLifecycle), typeof(VerbsDiagnostic), typeof(VerbsCommunications), typeof(VerbsSecurity), typeof(VerbsOther) }
            .SelectMany(group => group.GetFields()).Select(field => (string)field.GetRawConstantValue()!).ToHashSet();
        Assert.All(FinishedModule.CmdletClasses, cmdlet => Assert.Contains(cmdlet.Verb, approved));
    }

    [Fact]
    public void Every_cmdlet_class_is_named_after_its_cmdlet()
        => Assert.All(FinishedModule.CmdletClasses, cmdlet => Assert.Equal($"PgMigrate.Commands.{cmdlet.Verb}{cmdlet.Noun}Command", cmdlet.Type.FullName));

    [Fact]
    public void Every_cmdlet_that_changes_something_supports_WhatIf()
        => Assert.All(FinishedModule.CmdletClasses.Where(cmdlet => !ReadingVerbs.Contains(cmdlet.Verb)), cmdlet => Assert.True(cmdlet.SupportsShouldProcess, cmdlet.Name));

    [Fact]
    public void Every_cmdlet_declares_what_it_writes()
        => Assert.All(FinishedModule.CmdletClasses, cmdlet => Assert.NotEmpty(cmdlet.OutputTypes));

    [Fact]
    public void No_password_is_taken_as_plain_text()
        => Assert.All(
            FinishedModule.CmdletClasses.SelectMany(cmdlet => cmdlet.Parameters).Where(parameter => parameter.Name.Contains("Password", StringComparison.OrdinalIgnoreCase)),
            parameter => Assert.NotEqual(typeof(string), parameter.PropertyType));
}

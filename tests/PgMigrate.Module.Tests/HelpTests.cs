using System.Xml.Linq;

namespace PgMigrate.Module.Tests;

public sealed class HelpTests
{
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    private static readonly Dictionary<string, XElement> Commands = XDocument.Load(FinishedModule.PathOf("en-US/PgMigrate.dll-Help.xml"))
        .Descendants(Command + "command").ToDictionary(command => Text(command.Element(Command + "details")!.Element(Command + "name")));

    [Fact]
    public void There_is_help_for_every_cmdlet_and_for_nothing_else()
        => Assert.Equal(FinishedModule.CmdletClasses.Select(cmdlet => cmdlet.Name), Commands.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Every_cmdlet_has_a_synopsis_a_description_and_an_example()
        => Assert.All(Commands.Values, command =>
        {
            Written(Text(command.Element(Command + "details")!.Element(Maml + "description")));
            Written(Text(command.Element(Maml + "description")));
            Assert.NotEmpty(command.Descendants(Command + "example"));
            Assert.All(command.Descendants(Command + "example"), example =>
            {
                Written(Text(example.Element(Dev + "code")));
                Written(Text(example.Element(Dev + "remarks")));
            });
        });

    [Fact]
    public void Every_parameter_is_described()
        => Assert.All(FinishedModule.CmdletClasses, cmdlet =>
        {
            var described = Commands[cmdlet.Name].Element(Command + "parameters")!.Elements(Command + "parameter")
                .ToDictionary(parameter => Text(parameter.Element(Maml + "name")), parameter => Text(parameter.Element(Maml + "description")));
            Assert.All(cmdlet.Parameters, parameter => Written(Assert.Contains(parameter.Name, described)));
        });

    [Fact]
    public void The_module_is_described()
        => Assert.Contains("PgMigrate", File.ReadAllText(FinishedModule.PathOf("en-US/about_PgMigrate.help.txt")), StringComparison.Ordinal);

    private static string Text(XElement? element) => element?.Value.Trim() ?? "";

    private static void Written(string text)
    {
        Assert.NotEqual("", text);
        Assert.DoesNotContain("{{", text, StringComparison.Ordinal);
    }
}

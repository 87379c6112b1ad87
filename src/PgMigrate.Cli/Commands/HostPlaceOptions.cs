using System.CommandLine;
using PgMigrate.Engine.Switching;

namespace PgMigrate.Cli.Commands;

/// <summary>The places of a program's variables at its host.</summary>
internal sealed class HostPlaceOptions
{
    private readonly Option<string[]> render = new("--render") { Description = "A service of Render. May be repeated.", HelpName = "srv-id" };
    private readonly Option<string[]> renderGroup = new("--render-group") { Description = "An environment group of Render. May be repeated.", HelpName = "evg-id" };
    private readonly Option<string?> token = new("--token") { Description = "An API key of Render: env:NAME.", HelpName = "env:NAME" };
    private readonly Option<string?> apiUrl = new("--api-url") { Description = "Another address of Render's API.", HelpName = "url" };
    private readonly Option<bool> noDeploy = new("--no-deploy") { Description = "Set the variable at Render, and deploy nothing." };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { render, renderGroup, token, apiUrl, noDeploy }) command.Add(option);
    }

    public IReadOnlyList<SwitchTarget> Read(ParseResult parsed) =>
    [
        .. (parsed.GetValue(render) ?? []).Select(id => Of(parsed, SwitchTargetKind.Render, id)),
        .. (parsed.GetValue(renderGroup) ?? []).Select(id => Of(parsed, SwitchTargetKind.RenderGroup, id)),
    ];

    private SwitchTarget Of(ParseResult parsed, SwitchTargetKind kind, string id)
    {
        var settings = new Dictionary<string, object> { [kind.ToString()] = id, ["NoDeploy"] = parsed.GetValue(noDeploy) };
        if (parsed.GetValue(token) is { } reference) settings["Token"] = reference;
        if (parsed.GetValue(apiUrl) is { } address) settings["ApiUrl"] = address;
        return SwitchTargets.FromSettings(settings);
    }
}

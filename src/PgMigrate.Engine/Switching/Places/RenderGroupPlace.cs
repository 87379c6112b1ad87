namespace PgMigrate.Engine.Switching;

/// <summary>A variable of an environment group of Render, which every service that is linked to it sees.</summary>
internal sealed class RenderGroupPlace(SwitchTarget target, string name, DeployPatience patience, IMigrationObserver observer)
    : RenderPlace(target, name, "env-groups", patience, observer)
{
    private readonly List<RenderService> services = [];

    public override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        foreach (var id in await Api.LinkedServicesAsync(Id, cancellationToken).ConfigureAwait(false))
        {
            var service = await Api.ServiceAsync(id, cancellationToken).ConfigureAwait(false);
            services.Add(service);
            await Deploys.PrepareAsync(service, cancellationToken).ConfigureAwait(false);
        }
    }

    public override async Task<IReadOnlyList<string>> WarningsAsync(DatabaseEndpoint? old, CancellationToken cancellationToken)
    {
        var warnings = Warnings(old, services).ToList();
        foreach (var service in services)
        {
            if (await Api.ServiceVariableAsync(service.Id, Name, cancellationToken).ConfigureAwait(false) is null) continue;
            warnings.Add($"{service.Name} has a {Name} of its own, which hides the group's: switch the service as well.");
        }

        return warnings;
    }

    protected override Task<string?> ReadValueAsync(CancellationToken cancellationToken) => Api.GroupVariableAsync(Id, Name, cancellationToken);
}

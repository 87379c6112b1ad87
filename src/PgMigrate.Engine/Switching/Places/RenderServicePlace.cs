namespace PgMigrate.Engine.Switching;

/// <summary>A variable of one service of Render.</summary>
internal sealed class RenderServicePlace(SwitchTarget target, string name, DeployPatience patience, IMigrationObserver observer)
    : RenderPlace(target, name, "services", patience, observer)
{
    private RenderService? service;

    public override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        service = await Api.ServiceAsync(Id, cancellationToken).ConfigureAwait(false);
        if (await ReadValueAsync(cancellationToken).ConfigureAwait(false) is null) await RequireNoGroupAsync(cancellationToken).ConfigureAwait(false);
        await Deploys.PrepareAsync(service, cancellationToken).ConfigureAwait(false);
    }

    public override Task<IReadOnlyList<string>> WarningsAsync(DatabaseEndpoint? old, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<string>>([.. Warnings(old, [service!])]);

    protected override Task<string?> ReadValueAsync(CancellationToken cancellationToken) => Api.ServiceVariableAsync(Id, Name, cancellationToken);

    /// <summary>The service's own path does not see what comes from a group, and a variable made there would hide the group's for good.</summary>
    private async Task RequireNoGroupAsync(CancellationToken cancellationToken)
    {
        foreach (var group in await Api.GroupsOfAsync(Id, cancellationToken).ConfigureAwait(false))
        {
            if (await Api.GroupVariableAsync(group, Name, cancellationToken).ConfigureAwait(false) is not null) throw RenderErrors.InGroup(service!.Name, Name, group);
        }
    }
}

using System.Diagnostics;

namespace PgMigrate.Engine.Switching;

/// <summary>Has services of Render see their variables, and sees to it that they do.</summary>
internal sealed class RenderDeploys(RenderApi api, DeployPatience patience, IMigrationObserver observer)
{
    private const string Live = "live";

    private static readonly string[] Ended = [Live, "build_failed", "update_failed", "pre_deploy_failed", "canceled", "deactivated"];

    /// <summary>The newest deploy of each service before its variable changed: every later one has seen the change.</summary>
    private readonly Dictionary<string, string?> before = [];

    private readonly List<RenderService> services = [];

    public async Task PrepareAsync(RenderService service, CancellationToken cancellationToken)
    {
        services.Add(service);
        before[service.Id] = await api.NewestDeployAsync(service.Id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deploys every service that is not at rest, and waits until each is live.</summary>
    /// <exception cref="MigrationException">RenderDeployFailed, RenderDeployTimeout, or what the API said.</exception>
    public async Task DeployAsync(CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var started = new List<(RenderService Service, string Deploy)>();
        foreach (var service in services.Where(service => !service.IsSuspended))
        {
            started.Add((service, await StartAsync(service, before[service.Id], clock, cancellationToken).ConfigureAwait(false)));
        }

        foreach (var (service, deploy) in started) await WaitAsync(service, deploy, clock, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>After the variable is as it was: stops deploys that have seen the other value, and deploys again where one of them went live.</summary>
    /// <exception cref="MigrationException">RenderDeployFailed: programs may still use the other value.</exception>
    public async Task TakeBackAsync(CancellationToken cancellationToken)
    {
        foreach (var service in services.Where(service => !service.IsSuspended))
        {
            try
            {
                await TakeBackAsync(service, cancellationToken).ConfigureAwait(false);
            }
            catch (MigrationException failure)
            {
                throw RenderErrors.NotDeployed(service, failure);
            }
        }
    }

    private async Task TakeBackAsync(RenderService service, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var newest = await api.NewestDeployAsync(service.Id, cancellationToken).ConfigureAwait(false);
        if (newest is null || newest == before[service.Id]) return;
        var status = await api.DeployStatusAsync(service.Id, newest, cancellationToken).ConfigureAwait(false);
        if (!Ended.Contains(status))
        {
            await CancelAsync(service, newest, cancellationToken).ConfigureAwait(false);
            status = await EndAsync(service, newest, clock, cancellationToken).ConfigureAwait(false);
        }

        if (status is not (Live or "deactivated")) return;
        observer.Verbose($"{service.Name} is deployed again, with the value that it had before.");
        await WaitAsync(service, await StartAsync(service, newest, clock, cancellationToken).ConfigureAwait(false), clock, cancellationToken).ConfigureAwait(false);
    }

    private async Task CancelAsync(RenderService service, string deploy, CancellationToken cancellationToken)
    {
        try
        {
            await api.CancelDeployAsync(service.Id, deploy, cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException failure)
        {
            // It may have ended meanwhile; how, is seen next.
            observer.Verbose($"The deploy {deploy} of {service.Name} could not be stopped: {failure.Message}");
        }
    }

    /// <summary>Starts a deploy, or finds the one that was started although its answer was lost.</summary>
    private async Task<string> StartAsync(RenderService service, string? newestBefore, Stopwatch clock, CancellationToken cancellationToken)
    {
        MigrationException? lost = null;
        try
        {
            if (await api.StartDeployAsync(service.Id, cancellationToken).ConfigureAwait(false) is { } deploy) return deploy;
        }
        catch (MigrationException failure) when (failure.Category is MigrationErrorCategory.ConnectionError or MigrationErrorCategory.ResourceUnavailable)
        {
            lost = failure;
        }

        while (true)
        {
            var newest = await api.NewestDeployAsync(service.Id, cancellationToken).ConfigureAwait(false);
            if (newest is not null && newest != newestBefore) return newest;
            if (lost is not null) throw lost;
            if (clock.Elapsed >= patience.Timeout) throw RenderErrors.DeployTooSlow(service, "that is queued", patience.Timeout);
            await Task.Delay(patience.PollInterval, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task WaitAsync(RenderService service, string deploy, Stopwatch clock, CancellationToken cancellationToken)
    {
        var status = await EndAsync(service, deploy, clock, cancellationToken).ConfigureAwait(false);
        if (status != Live) throw RenderErrors.DeployFailed(service, deploy, status);
        observer.Verbose($"The deploy {deploy} of {service.Name} is live.");
    }

    private async Task<string> EndAsync(RenderService service, string deploy, Stopwatch clock, CancellationToken cancellationToken)
    {
        var activity = $"Deploying {service.Name}";
        try
        {
            for (var shown = ""; ;)
            {
                var status = await api.DeployStatusAsync(service.Id, deploy, cancellationToken).ConfigureAwait(false);
                if (Ended.Contains(status)) return status;
                observer.Progress(new() { Id = 0, Activity = activity, Status = status });
                if (status != shown) observer.Verbose($"The deploy {deploy} of {service.Name} is {status}.");
                shown = status;
                if (clock.Elapsed >= patience.Timeout) throw RenderErrors.DeployTooSlow(service, deploy, patience.Timeout);
                await Task.Delay(patience.PollInterval, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            observer.Progress(new() { Id = 0, Activity = activity, IsCompleted = true });
        }
    }
}

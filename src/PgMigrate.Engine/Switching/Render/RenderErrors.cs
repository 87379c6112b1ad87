using System.Net;
using PgMigrate.Engine.Connections;

namespace PgMigrate.Engine.Switching;

/// <summary>What Render's API says when it does not do what it was asked, as errors that say what to do.</summary>
internal sealed class RenderErrors() : ApiErrors("Render's API")
{
    protected override string FailedId => "RenderApiFailed";

    protected override string Otherwise => "change the variable in Render's dashboard";

    protected override string Token => "an API key";

    protected override MigrationException? Own(HttpStatusCode status, string said, string path) => status switch
    {
        HttpStatusCode.Forbidden => new("TokenNotAllowed", MigrationErrorCategory.PermissionDenied, $"{Api} does not let the token do this{said}.")
        {
            Subject = path,
            Remedy = "Give an API key of an account that may change the service.",
        },
        HttpStatusCode.NotFound => new("RenderObjectNotFound", MigrationErrorCategory.ObjectNotFound, $"{Api} knows no such service or group{said}.")
        {
            Subject = path,
            Remedy = "Copy the id, srv-… or evg-…, from the address of its page in the dashboard.",
        },
        HttpStatusCode.Conflict => new("RenderConflict", MigrationErrorCategory.ResourceBusy, $"{Api} is at work on this{said}.")
        {
            Subject = path,
            Remedy = "Wait until the running deploy has ended, and run it again.",
        },
        _ => null,
    };

    public static MigrationException InGroup(string service, string name, string group) => new(
        "RenderVariableInGroup", MigrationErrorCategory.InvalidOperation, $"{name} comes to {service} from the environment group {group}, and not from the service itself.")
    {
        Subject = service,
        Remedy = $"Switch the group: @{{ RenderGroup = '{group}' }}.",
    };

    public static MigrationException DeployFailed(RenderService service, string deploy, string status) => new(
        "RenderDeployFailed", MigrationErrorCategory.InvalidOperation, $"The deploy {deploy} of {service.Name} ended as {status}.")
    {
        Subject = service.Id,
        Remedy = $"See the deploy's log {service.Where}.",
    };

    public static MigrationException DeployTooSlow(RenderService service, string deploy, TimeSpan timeout) => new(
        "RenderDeployTimeout", MigrationErrorCategory.OperationTimeout, $"The deploy {deploy} of {service.Name} was not live after {timeout.TotalSeconds:0} s.")
    {
        Subject = service.Id,
        Remedy = $"See the deploy's log {service.Where}, or wait longer with -DeployTimeout.",
    };

    public static MigrationException NotDeployed(RenderService service, MigrationException cause) => new(
        "RenderDeployFailed", cause.Category, $"The variable of {service.Name} is as it was before, but its programs may still use the other value: {cause.Message}", cause)
    {
        Subject = service.Id,
        Remedy = $"Deploy the service {service.Where}.",
    };
}

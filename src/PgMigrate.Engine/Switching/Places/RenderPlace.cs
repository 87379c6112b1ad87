using System.Text;

namespace PgMigrate.Engine.Switching;

/// <summary>A place of Render's: what services and groups share.</summary>
internal abstract class RenderPlace : SwitchPlace
{
    private readonly string room;

    protected RenderPlace(SwitchTarget target, string name, string room, DeployPatience patience, IMigrationObserver observer)
        : base(target, name)
    {
        this.room = room;
        Api = new(target.ApiAddress, target.Token ?? throw SwitchErrors.InvalidTarget($"{target} needs a token."), observer);
        Deploys = new(Api, patience, observer);
    }

    public override string WhereToLook => $"See what {Name} is in Render's dashboard, and which deploy is live there.";

    protected RenderApi Api { get; }

    protected RenderDeploys Deploys { get; }

    protected string Id => Target.Id!;

    public override async Task<byte[]?> ReadAsync(CancellationToken cancellationToken)
        => await ReadValueAsync(cancellationToken).ConfigureAwait(false) is { } value ? Encoding.UTF8.GetBytes(value) : null;

    public override Task WriteAsync(byte[]? expected, byte[]? content, CancellationToken cancellationToken)
        => Api.SetVariableAsync(room, Id, Name, ValueOf(content), Mask(content), cancellationToken);

    public override Task TakeEffectAsync(CancellationToken cancellationToken) => Target.Deploy ? Deploys.DeployAsync(cancellationToken) : Task.CompletedTask;

    public override Task TakeBackAsync(CancellationToken cancellationToken) => Deploys.TakeBackAsync(cancellationToken);

    protected abstract Task<string?> ReadValueAsync(CancellationToken cancellationToken);

    protected IEnumerable<string> Warnings(DatabaseEndpoint? old, IEnumerable<RenderService> services)
    {
        if (!Target.Deploy) yield return $"{Title} is not deployed: its programs see the new value with their next deploy.";
        if (Target.Deploy)
        {
            foreach (var service in services.Where(service => service.IsSuspended)) yield return $"{service.Name} is suspended: it sees the new value when it is resumed.";
        }

        if (old?.Provider == DatabaseProvider.Render)
        {
            yield return $"Where a Blueprint gives {Name} by fromDatabase, its next sync puts the old database back: change render.yaml too.";
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) Api.Dispose();
        base.Dispose(disposing);
    }
}

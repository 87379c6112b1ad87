using System.Text;

namespace PgMigrate.Engine.Switching;

/// <summary>The environment of this process, or on Windows that of the user, which the processes see that are started from then on.</summary>
internal sealed class EnvironmentPlace(SwitchTarget target, string name) : SwitchPlace(target, name)
{
    private readonly EnvironmentVariableTarget scope = target.Kind == SwitchTargetKind.User ? EnvironmentVariableTarget.User : EnvironmentVariableTarget.Process;

    public override string WhereToLook => $"See what {Name} is there.";

    public override Task PrepareAsync(CancellationToken cancellationToken)
        => scope == EnvironmentVariableTarget.User && !OperatingSystem.IsWindows() ? throw SwitchErrors.NoUserEnvironment() : Task.CompletedTask;

    public override Task<byte[]?> ReadAsync(CancellationToken cancellationToken)
        => Task.FromResult(Environment.GetEnvironmentVariable(Name, scope) is { } value ? Encoding.UTF8.GetBytes(value) : null);

    public override Task WriteAsync(byte[]? expected, byte[]? content, CancellationToken cancellationToken)
    {
        Environment.SetEnvironmentVariable(Name, ValueOf(content), scope);
        return Task.CompletedTask;
    }
}

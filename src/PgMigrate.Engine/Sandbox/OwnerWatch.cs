namespace PgMigrate.Engine.Sandbox;

/// <summary>Ends a sandbox when the process that started it dies, however it dies. Disposed once the sandbox is gone.</summary>
internal abstract class OwnerWatch : IAsyncDisposable
{
    public static OwnerWatch Start(SandboxRecord record, string recordFile, ServerAccount account)
        => OperatingSystem.IsWindows() ? new WindowsOwnerWatch() : new UnixOwnerWatch(record, recordFile, account);

    /// <summary>The server runs: from now on it must not outlive this process.</summary>
    public virtual void Cover(int postmasterId)
    {
    }

    public abstract ValueTask DisposeAsync();
}

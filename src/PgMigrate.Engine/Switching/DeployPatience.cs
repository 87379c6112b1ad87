namespace PgMigrate.Engine.Switching;

/// <summary>How long a host's deploy is waited for, and how often the host is asked meanwhile.</summary>
internal sealed record DeployPatience(TimeSpan Timeout, TimeSpan PollInterval);

namespace PgMigrate;

/// <summary>One host of an endpoint: a name, an address or the directory of a Unix socket.</summary>
public sealed record EndpointHost(string Name, int Port = EndpointHost.DefaultPort)
{
    /// <summary>PostgreSQL's port.</summary>
    public const int DefaultPort = 5432;

    /// <summary>Whether the name is the directory of a Unix socket.</summary>
    public bool IsSocket => Name.StartsWith('/') || Name.StartsWith('@');

    public override string ToString() => Name.Contains(':', StringComparison.Ordinal) ? $"[{Name}]:{Port}" : $"{Name}:{Port}";
}

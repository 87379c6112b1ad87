namespace PgMigrate;

/// <summary>
/// Names one database: a PostgreSQL server's, or a SQLite file. Immutable; made by the engine's parser from any dialect.
/// The password is never part of <see cref="ToString"/>, of a serialized form or of a message.
/// </summary>
public sealed record DatabaseEndpoint
{
    public required DatabaseKind Kind { get; init; }

    /// <summary>The hosts to try, in order. Empty for SQLite.</summary>
    public IReadOnlyList<EndpointHost> Hosts { get; init; } = [];

    /// <summary>The database's name; for SQLite the file's full path.</summary>
    public required string Database { get; init; }

    public string? Username { get; init; }

    /// <summary>libpq's sslmode; null where the text named none.</summary>
    public SslRequirement? SslMode { get; init; }

    /// <summary>The file with the certificate authorities to trust (libpq's sslrootcert); null where the text named none.</summary>
    public string? RootCertificate { get; init; }

    /// <summary>Every other setting, by its libpq name where it has one, in the order written.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Who runs the server, recognised from the host's name.</summary>
    public DatabaseProvider Provider { get; init; }

    /// <summary>The way that the connection takes to the server, recognised from host, port and user.</summary>
    public ConnectionRoute Route { get; init; }

    /// <summary>The form that the endpoint was written in.</summary>
    public DatabaseUrlDialect Dialect { get; init; }

    /// <summary>Whether a password is known.</summary>
    public bool HasPassword => Password is not null;

    /// <summary>The password in clear text. Internal so that no view, serializer or script meets it by accident.</summary>
    internal string? Password { get; init; }

    /// <summary>Further settings whose values are secrets, such as libpq's sslpassword. Internal for the same reason.</summary>
    internal IReadOnlyDictionary<string, string> SecretSettings { get; init; } = new Dictionary<string, string>();

    /// <summary>The first host's name, or the SQLite file's path.</summary>
    public string Host => Hosts.Count > 0 ? Hosts[0].Name : Database;

    /// <summary>The first host's port, or 0 for SQLite.</summary>
    public int Port => Hosts.Count > 0 ? Hosts[0].Port : 0;

    /// <summary>The endpoint as a short text without its password, such as <c>postgresql://app@db.example.com:5432/shop</c>.</summary>
    public override string ToString() => Kind is DatabaseKind.Sqlite or DatabaseKind.Archive
        ? Database
        : $"postgresql://{(Username is null ? "" : Username + "@")}{string.Join(',', Hosts)}/{Database}";
}

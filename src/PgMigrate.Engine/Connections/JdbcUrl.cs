namespace PgMigrate.Engine.Connections;

/// <summary>Reads <c>jdbc:postgresql:</c> URLs: <c>//host:port,host:port/database?settings</c>, <c>database</c> or <c>/</c>.</summary>
internal static class JdbcUrl
{
    public const string Prefix = "jdbc:postgresql:";

    /// <summary>pgjdbc's way to trust the roots of Java's own store; without it, it wants a root file of its own.</summary>
    public const string SystemRootsFactory = "org.postgresql.ssl.DefaultJavaSSLFactory";

    public static DatabaseEndpoint Parse(string rest)
    {
        var draft = new EndpointDraft(DatabaseUrlDialect.Jdbc);
        var parts = rest.StartsWith("//", StringComparison.Ordinal) ? UrlParts.Split(rest[2..]) : UrlParts.Split("/" + rest.TrimStart('/'));
        if (parts.UserInfo is { } userInfo)
        {
            // Not pgjdbc's grammar, yet a common way to write it.
            var colon = userInfo.IndexOf(':', StringComparison.Ordinal);
            draft.Username = PercentText.Decode(colon < 0 ? userInfo : userInfo[..colon], "user name");
            if (colon >= 0) draft.Password = PercentText.Decode(userInfo[(colon + 1)..], "password");
        }

        if (parts.Hosts.Length > 0) draft.Hosts.AddRange(HostLists.ParseEncoded(parts.Hosts));
        if (parts.Path.Length > 0) draft.Database = PercentText.Decode(parts.Path, "database's name");
        foreach (var (name, value) in UrlParts.ReadQuery(parts.Query, plusIsSpace: true, allowsBareNames: true)) draft.Set(name, value);
        return draft.Build();
    }
}

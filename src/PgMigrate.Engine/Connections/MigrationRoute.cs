namespace PgMigrate.Engine.Connections;

/// <summary>
/// Chooses a way to the server that a migration can take: one session for each connection, from its first statement to its last.
/// </summary>
public static class MigrationRoute
{
    /// <summary>
    /// The endpoint itself where it keeps a session; where it is a pooler in transaction mode, the session or direct form of the same
    /// server, with a warning.
    /// </summary>
    /// <exception cref="MigrationException">TransactionPoolerRefused, where no such form is known.</exception>
    public static DatabaseEndpoint Prepare(DatabaseEndpoint endpoint, IMigrationObserver observer)
    {
        switch (endpoint.Provider, endpoint.Route)
        {
            case (DatabaseProvider.Supabase, ConnectionRoute.TransactionPooler):
                observer.Warning(
                    $"{endpoint} is a pooler in transaction mode, which loses session settings and prepared "
                    + "statements; its session mode on port 5432 is used instead.");
                return Rerouted(endpoint, host => host with { Port = EndpointHost.DefaultPort });

            case (DatabaseProvider.Supabase, ConnectionRoute.DedicatedPooler):
                observer.Warning(
                    $"{endpoint} is the project's pooler in transaction mode; the database's own port 5432 on the same "
                    + "host is used instead.");
                return Rerouted(endpoint, host => host with { Port = EndpointHost.DefaultPort });

            case (DatabaseProvider.Neon, ConnectionRoute.TransactionPooler):
                observer.Warning(
                    $"{endpoint} is Neon's pooler, which works in transaction mode; the host without '-pooler' is used instead.");
                return Rerouted(endpoint, host => host with { Name = EndpointRecognition.NeonDirectHost(host.Name) });

            case (_, ConnectionRoute.TransactionPooler or ConnectionRoute.DedicatedPooler):
                throw PoolerErrors.TransactionMode(endpoint);

            default:
                return endpoint;
        }
    }

    private static DatabaseEndpoint Rerouted(DatabaseEndpoint endpoint, Func<EndpointHost, EndpointHost> direct)
    {
        var settings = endpoint.Settings
            .Where(pair => pair.Key is not (EndpointRecognition.PooledSetting or "connection_limit"))
            .ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        var hosts = endpoint.Hosts.Select(direct).ToArray();
        var (provider, route) = EndpointRecognition.Recognize(hosts[0], settings);
        return endpoint with { Hosts = hosts, Settings = settings, Provider = provider, Route = route };
    }
}

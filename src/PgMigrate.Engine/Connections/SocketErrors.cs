using System.Net;
using System.Net.Sockets;
using static PgMigrate.MigrationErrorCategory;

namespace PgMigrate.Engine.Connections;

/// <summary>What the network says when a server cannot be reached.</summary>
internal static class SocketErrors
{
    public static MigrationException Translate(ConnectionFailure error, SocketException socket, IReadOnlyList<IPAddress> addresses)
    {
        var isSupabaseDirect =
            error.Endpoint is { Provider: DatabaseProvider.Supabase, Route: ConnectionRoute.Direct or ConnectionRoute.DedicatedPooler };
        var hasOnlyIPv6 = addresses.Count > 0 && addresses.All(address => address.AddressFamily == AddressFamily.InterNetworkV6);
        switch (socket.SocketErrorCode)
        {
            // A Supabase project's own host has an IPv6 address alone; a resolver on an IPv4 network then finds nothing.
            case SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain when isSupabaseDirect:
                return error.As(
                    "IPv6OnlyHost", ConnectionError,
                    $"No address that this network can use was found for {error.Endpoint.Host}: a Supabase project's own host is reached "
                    + "over IPv6 only, or the project does not exist or is paused.",
                    "Use the session pooler's connection string from the dashboard (port 5432), which IPv4 reaches.");
            case SocketError.NetworkUnreachable or SocketError.HostUnreachable or SocketError.AddressNotAvailable
                or SocketError.AddressFamilyNotSupported
                when hasOnlyIPv6 || isSupabaseDirect:
                return error.As(
                    "IPv6OnlyHost", ConnectionError,
                    $"{error.Endpoint.Host} is reached over IPv6 only, and this network has no IPv6.",
                    error.Endpoint.Provider == DatabaseProvider.Supabase
                        ? "Use the session pooler's connection string from the dashboard (port 5432), which IPv4 reaches."
                        : "Run from a network with IPv6, or use an address of the server that IPv4 reaches.");
            case SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain:
                return error.As(
                    "HostNotFound", ObjectNotFound,
                    $"No host is known by the name {error.Endpoint.Host}.",
                    error.Endpoint.Route == ConnectionRoute.Internal
                        ? "Use Render's external connection string: the internal one works inside the same region and workspace only."
                        : "Check the host's name, and that this machine's name service works.");
            case SocketError.ConnectionRefused:
                return error.As(
                    "ConnectionRefused", ConnectionError, $"Nothing listens on {error.Host}.",
                    "Check the port, that the server is running, and that it listens on this address.");
            case SocketError.TimedOut:
                return TimedOut(error);
            case SocketError.NetworkUnreachable or SocketError.HostUnreachable:
                return error.As(
                    "HostUnreachable", ConnectionError, $"There is no way from this network to {error.Host}.",
                    "Check this machine's network, its firewall and a VPN if one is needed.");
            case SocketError.ConnectionReset or SocketError.ConnectionAborted:
                return error.As(
                    "ConnectionLost", ConnectionError,
                    $"The server at {error.Host} closed the connection while it was being opened.",
                    "Check the provider's list of allowed addresses, and that a PostgreSQL server listens on this port.");
            default:
                return error.As(
                    "ConnectionFailed", ConnectionError, $"The connection to {error.Host} failed: {socket.Message}.",
                    "Check the host, the port and this machine's network.");
        }
    }

    public static MigrationException TimedOut(ConnectionFailure error)
        => error.As(
            "ConnectionTimeout", OperationTimeout, $"The server at {error.Host} did not answer in time.",
            "Check host, port and firewall, and the provider's list of allowed addresses; connect_timeout gives it more time.");
}

using System.Net;
using System.Net.Sockets;

namespace PgMigrate.Engine.Tests.Servers;

/// <summary>Ports of the loopback on which nothing listens.</summary>
internal static class FreePort
{
    public static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

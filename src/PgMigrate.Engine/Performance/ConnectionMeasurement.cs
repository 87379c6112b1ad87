using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using PgMigrate.Engine.Connections;

namespace PgMigrate.Engine.Performance;

/// <summary>Opens new connections to one end, and takes the time of each and of its parts.</summary>
internal sealed class ConnectionMeasurement(PostgresConnector connector)
{
    private readonly List<TimeSpan> totals = [];
    private readonly List<TimeSpan> names = [];
    private readonly List<TimeSpan> networks = [];
    private readonly List<TimeSpan> handshakes = [];

    public int Samples => totals.Count;

    /// <summary>Measures one connection.</summary>
    /// <exception cref="MigrationException">Why there is none.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await ProbeAsync(cancellationToken).ConfigureAwait(false);
        var started = Stopwatch.GetTimestamp();
        var connection = await connector.OpenAsync(cancellationToken).ConfigureAwait(false);
        totals.Add(Stopwatch.GetElapsedTime(started));
        if (connector.HandshakeTime is { } handshake) handshakes.Add(handshake);
        await connection.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>What came of it, of at least one connection.</summary>
    public ConnectionLatency Result(DatabaseEnd end, string serverVersion)
    {
        var sorted = totals.Order().ToArray();
        var total = Latency.At(sorted, 50);
        var (name, network, handshake) = (Median(names), Median(networks), Median(handshakes));
        var rest = total - (name ?? default) - (network ?? default) - (handshake ?? default);
        return new()
        {
            End = end,
            Database = connector.Endpoint.ToString(),
            ServerVersion = serverVersion,
            Samples = sorted.Length,
            P50 = total,
            P95 = Latency.At(sorted, 95),
            Maximum = sorted[^1],
            NameResolution = name,
            TcpConnect = network,
            TlsHandshake = handshake,
            Login = rest > TimeSpan.Zero ? rest : TimeSpan.Zero,
        };
    }

    /// <summary>The driver does not say when it had found the address and when the network's connection was there: a bare one tells.</summary>
    private async Task ProbeAsync(CancellationToken cancellationToken)
    {
        var host = connector.Endpoint.Hosts[0];
        if (host.IsSocket) return;
        try
        {
            var started = Stopwatch.GetTimestamp();
            var isName = !IPAddress.TryParse(host.Name, out var address);
            var addresses = isName ? await Dns.GetHostAddressesAsync(host.Name, cancellationToken).ConfigureAwait(false) : [address!];
            var (name, reached) = (Stopwatch.GetElapsedTime(started), Stopwatch.GetTimestamp());
            using var socket = new TcpClient();
            await socket.ConnectAsync(addresses, host.Port, cancellationToken).ConfigureAwait(false);
            networks.Add(Stopwatch.GetElapsedTime(reached));
            if (isName) names.Add(name);
        }
        catch (SocketException)
        {
            // Of several hosts the first may be away; where the connection fails too, it says why.
        }
    }

    private static TimeSpan? Median(List<TimeSpan> times) => times.Count == 0 ? null : Latency.At([.. times.Order()], 50);
}

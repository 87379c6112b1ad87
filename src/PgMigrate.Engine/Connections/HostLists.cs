using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace PgMigrate.Engine.Connections;

/// <summary>Reads lists of hosts and ports: <c>a:5432,[::1]:5433,c</c>.</summary>
internal static class HostLists
{
    /// <summary>A list of hosts in which each may carry its port, with a list of ports beside it.</summary>
    public static IReadOnlyList<EndpointHost> Parse(string hosts, string? ports)
    {
        var parts = hosts.Split(',');
        var separate = ports is null ? null : WithPorts(parts, ports);
        return parts.Select((part, index) => ParseOne(part.Trim(), separate?[index].Port)).ToArray();
    }

    /// <summary>
    /// A list of hosts as a URL has it: percent-encoded, each with its port, so that a socket's directory can stand there too.
    /// </summary>
    public static IReadOnlyList<EndpointHost> ParseEncoded(string hosts) => hosts.Split(',').Select(ParseOneEncoded).ToArray();

    /// <summary>Gives each host its port: one port for all, or one each (libpq, section 34.1.1.3).</summary>
    public static IReadOnlyList<EndpointHost> WithPorts(IReadOnlyList<string> names, string ports)
    {
        var numbers = ports.Split(',').Select(port => ParsePort(port.Trim())).ToArray();
        if (numbers.Length != 1 && numbers.Length != names.Count)
        {
            throw EndpointErrors.Invalid("The numbers of hosts and of ports differ.", "Give one port for all hosts, or one for each.");
        }

        return names.Select((name, index) => new EndpointHost(name, numbers[numbers.Length == 1 ? 0 : index])).ToArray();
    }

    /// <summary>Whether the text can be read as a list of hosts: what follows each colon is a port.</summary>
    public static bool IsPlausible(string hosts)
    {
        try
        {
            Parse(hosts, ports: null);
            return true;
        }
        catch (MigrationException)
        {
            return false;
        }
    }

    private static EndpointHost ParseOneEncoded(string text)
    {
        var colon = text.LastIndexOf(':');
        var name = PercentText.Decode(colon < 0 || text.StartsWith('[') ? text : text[..colon], "host");
        return name.StartsWith('/') || name.StartsWith('@')
            ? new EndpointHost(name, colon < 0 ? EndpointHost.DefaultPort : ParsePort(text[(colon + 1)..]))
            : ParseOne(PercentText.Decode(text, "host"), defaultPort: null);
    }

    private static EndpointHost ParseOne(string text, int? defaultPort)
    {
        var port = defaultPort ?? EndpointHost.DefaultPort;
        if (text.Length == 0) return new EndpointHost("localhost", port);
        if (text.StartsWith('/') || text.StartsWith('@')) return new EndpointHost(text, port);
        if (IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6 && !text.StartsWith('['))
        {
            return new EndpointHost(text, port);
        }

        var colon = text.StartsWith('[')
            ? text.IndexOf(':', Math.Max(text.IndexOf(']', StringComparison.Ordinal), 0))
            : text.IndexOf(':', StringComparison.Ordinal);
        var name = colon < 0 ? text : text[..colon];
        if (colon >= 0 && colon + 1 < text.Length) port = ParsePort(text[(colon + 1)..]);
        return new EndpointHost(Name(name), port);
    }

    private static string Name(string text)
    {
        if (text.Length == 0) return "localhost";
        if (text.StartsWith('['))
        {
            var inner = text.EndsWith(']') ? text[1..^1] : "";
            return IPAddress.TryParse(inner, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6
                ? inner
                : throw EndpointErrors.BadHost();
        }

        return text.All(character => char.IsLetterOrDigit(character) || character is '.' or '-' or '_')
            ? text
            : throw EndpointErrors.BadHost();
    }

    private static int ParsePort(string text)
    {
        if (text.Length == 0) return EndpointHost.DefaultPort;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= 65535
            ? port
            : throw EndpointErrors.BadPort();
    }
}

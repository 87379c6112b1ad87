using System.Net;
using System.Text.RegularExpressions;

namespace PgMigrate.Engine.Connections;

/// <summary>Tells from an endpoint's host, port and settings who runs the server and what way the connection takes. Pure.</summary>
internal static partial class EndpointRecognition
{
    /// <summary>The port that Supabase's poolers give to transaction mode.</summary>
    public const int TransactionPoolerPort = 6543;

    /// <summary>The setting by which Prisma is told that it talks to a pooler in transaction mode; PgMigrate's word for it too.</summary>
    public const string PooledSetting = "pgbouncer";

    public static (DatabaseProvider Provider, ConnectionRoute Route) Recognize(
        EndpointHost host, IReadOnlyDictionary<string, string> settings)
    {
        var name = host.Name.ToLowerInvariant();
        if (SupabaseDirect().IsMatch(name))
        {
            return (
                DatabaseProvider.Supabase,
                host.Port == TransactionPoolerPort ? ConnectionRoute.DedicatedPooler : ConnectionRoute.Direct);
        }

        if (SupabasePooler().IsMatch(name))
        {
            return (
                DatabaseProvider.Supabase,
                host.Port == TransactionPoolerPort ? ConnectionRoute.TransactionPooler : ConnectionRoute.SessionPooler);
        }

        if (Neon().Match(name) is { Success: true } neon)
        {
            return (DatabaseProvider.Neon, neon.Groups["pooler"].Success ? ConnectionRoute.TransactionPooler : ConnectionRoute.Direct);
        }

        var pooled = IsPooled(settings);
        if (RenderExternal().IsMatch(name))
        {
            return (DatabaseProvider.Render, pooled ? ConnectionRoute.TransactionPooler : ConnectionRoute.External);
        }
        if (RenderInternal().IsMatch(name))
        {
            return (DatabaseProvider.Render, pooled ? ConnectionRoute.TransactionPooler : ConnectionRoute.Internal);
        }
        return (
            IsLoopback(host) ? DatabaseProvider.Local : DatabaseProvider.Other,
            pooled ? ConnectionRoute.TransactionPooler : ConnectionRoute.Direct);
    }

    /// <summary>Whether the settings say that a pooler in transaction mode is in the way.</summary>
    public static bool IsPooled(IReadOnlyDictionary<string, string> settings)
        => settings.TryGetValue(PooledSetting, out var value) && value.Equals("true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the host is this machine: a loopback address, <c>localhost</c> or a Unix socket.</summary>
    public static bool IsLoopback(EndpointHost host)
        => host.IsSocket
            || host.Name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || host.Name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host.Name, out var address) && IPAddress.IsLoopback(address));

    /// <summary>Neon's host without the mark of its pooler.</summary>
    public static string NeonDirectHost(string pooledHost) => NeonPoolerMark().Replace(pooledHost, "", 1);

    [GeneratedRegex(@"^db\.[a-z0-9]+\.supabase\.(co|red)\z")]
    private static partial Regex SupabaseDirect();

    [GeneratedRegex(@"^[a-z0-9-]+\.pooler\.supabase\.(com|co|red)\z")]
    private static partial Regex SupabasePooler();

    [GeneratedRegex(@"^dpg-[a-z0-9-]+\.[a-z0-9-]+-postgres\.render\.com\z")]
    private static partial Regex RenderExternal();

    [GeneratedRegex(@"^dpg-[a-z0-9-]+\z")]
    private static partial Regex RenderInternal();

    [GeneratedRegex(@"^[a-z0-9-]+?(?<pooler>-pooler)?\.([a-z0-9-]+\.)*neon\.(tech|build)\z")]
    private static partial Regex Neon();

    [GeneratedRegex(@"-pooler(?=\.)", RegexOptions.IgnoreCase)]
    private static partial Regex NeonPoolerMark();
}

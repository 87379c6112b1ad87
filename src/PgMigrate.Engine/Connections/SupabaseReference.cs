using System.Text.RegularExpressions;

namespace PgMigrate.Engine.Connections;

/// <summary>The reference of a project of Supabase's: the 20 letters of its address.</summary>
internal static partial class SupabaseReference
{
    /// <summary>The reference in a direct host, in a pooler's user or in its options; null for none.</summary>
    public static string? Of(DatabaseEndpoint endpoint)
    {
        if (DirectHost().Match(endpoint.Host) is { Success: true } host) return host.Groups["ref"].Value.ToLowerInvariant();
        if (endpoint.Provider != DatabaseProvider.Supabase) return null;
        if (PoolerUser().Match(endpoint.Username ?? "") is { Success: true } user) return user.Groups["ref"].Value;
        return endpoint.Settings.TryGetValue("options", out var options) && PoolerOptions().Match(options) is { Success: true } option
            ? option.Groups["ref"].Value
            : null;
    }

    [GeneratedRegex(@"^db\.(?<ref>[a-z]{20})\.supabase\.(co|red)\z", RegexOptions.IgnoreCase)]
    private static partial Regex DirectHost();

    [GeneratedRegex(@"\.(?<ref>[a-z]{20})\z")]
    private static partial Regex PoolerUser();

    [GeneratedRegex(@"(^|\s)reference=(?<ref>[a-z]{20})(\s|\z)")]
    private static partial Regex PoolerOptions();
}

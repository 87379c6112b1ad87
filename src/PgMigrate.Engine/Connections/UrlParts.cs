using System.Text.RegularExpressions;

namespace PgMigrate.Engine.Connections;

/// <summary>The parts of a URL after its scheme, still encoded.</summary>
internal readonly partial record struct UrlParts(string? UserInfo, string Hosts, string Path, string Query)
{
    /// <summary>
    /// Splits as RFC 3986 does, with the last <c>@</c> ending the user information. Where that leaves no sensible host
    /// (a password with an unencoded <c>/</c>, <c>?</c> or <c>#</c>), the last <c>@</c> before the settings counts.
    /// </summary>
    public static UrlParts Split(string rest)
    {
        var authorityEnd = rest.IndexOfAny(['/', '?', '#']);
        if (authorityEnd < 0) authorityEnd = rest.Length;
        var at = rest.LastIndexOf('@', authorityEnd == 0 ? 0 : authorityEnd - 1);
        if (authorityEnd == 0) at = -1;

        var settings = SettingsStart().Match(rest);
        var lastAt = rest.LastIndexOf('@', Math.Max((settings.Success ? settings.Index : rest.Length) - 1, 0));
        if (lastAt > at && MustBelongToUserInfo(
            rest[(at + 1)..authorityEnd], rest[authorityEnd..lastAt], rest[(lastAt + 1)..], hasUserInfo: at >= 0))
        {
            at = lastAt;
        }

        return SplitAt(rest, at);
    }

    /// <summary>
    /// The settings of a query, decoded, in order. A name without an equals sign is an error, or where the client allows it a setting
    /// with an empty value.
    /// </summary>
    public static IEnumerable<(string Name, string Value)> ReadQuery(string query, bool plusIsSpace, bool allowsBareNames = false)
    {
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0 && allowsBareNames) equals = pair.Length;
            if (equals <= 0)
            {
                throw EndpointErrors.Invalid(
                    "A setting after the question mark has no name or no value.",
                    "Write each setting as name=value, with & between.");
            }
            yield return (
                PercentText.Decode(pair[..equals], "name of a setting", plusIsSpace),
                PercentText.Decode(pair[Math.Min(equals + 1, pair.Length)..], "value of a setting", plusIsSpace));
        }
    }

    /// <summary>The names of a query's settings, as written.</summary>
    public static IReadOnlyList<string> QueryNames(string query)
        => query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')[0]).ToArray();

    private static bool MustBelongToUserInfo(string hosts, string between, string after, bool hasUserInfo)
    {
        var hostsAfter = after[..Math.Max(after.AsSpan().IndexOfAny("/?#") is var end and >= 0 ? end : after.Length, 0)];
        if (!HostLists.IsPlausible(Unescaped(hostsAfter))) return false;
        // db@name is a database's name that someone forgot to encode; w@host/db is not.
        return !HostLists.IsPlausible(Unescaped(hosts)) || (after.Contains('/', StringComparison.Ordinal) && between.StartsWith('/'))
            || (hasUserInfo && between.StartsWith('#'));
    }

    private static string Unescaped(string hosts) => hosts.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    private static UrlParts SplitAt(string rest, int at)
    {
        var userInfo = at < 0 ? null : rest[..at];
        var target = rest[(at + 1)..];
        var question = target.IndexOf('?', StringComparison.Ordinal);
        var query = question < 0 ? "" : target[(question + 1)..];
        if (question >= 0) target = target[..question];
        var slash = target.IndexOf('/', StringComparison.Ordinal);
        return new UrlParts(userInfo, slash < 0 ? target : target[..slash], slash < 0 ? "" : target[(slash + 1)..], query);
    }

    [GeneratedRegex(@"\?[A-Za-z_][A-Za-z0-9_.-]*=")]
    private static partial Regex SettingsStart();
}

namespace PgMigrate.Engine.Connections;

/// <summary>The words of libpq's require_auth (PostgreSQL documentation, section 34.1.2) and of Npgsql's Require Auth.</summary>
internal static class AuthenticationKinds
{
    private static readonly (string Libpq, string Npgsql)[] Words =
    [
        ("password", "Password"), ("md5", "MD5"), ("gss", "GSS"), ("sspi", "SSPI"), ("scram-sha-256", "ScramSHA256"), ("none", "None"),
    ];

    /// <summary>The list in Npgsql's words; a word that Npgsql has not stays as it is, for the driver to refuse.</summary>
    public static string ToNpgsql(string list) => Translate(list, word => Words.FirstOrDefault(pair => pair.Libpq == word).Npgsql);

    /// <summary>The list in libpq's words.</summary>
    public static string ToLibpq(string list) => Translate(list, word => Words.FirstOrDefault(pair => pair.Npgsql == word).Libpq);

    /// <summary>An exclamation mark before a word excludes it, in both.</summary>
    private static string Translate(string list, Func<string, string?> translate) => string.Join(',', list.Split(',').Select(part =>
    {
        var word = part.Trim();
        var mark = word.StartsWith('!') ? "!" : "";
        return mark + (translate(word[mark.Length..]) ?? word[mark.Length..]);
    }));
}

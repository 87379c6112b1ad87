using System.Text.RegularExpressions;

namespace PgMigrate.Engine.Schema;

/// <summary>Hides the secrets that a schema can hold: in the options of servers and user mappings, and in what a subscription connects with.</summary>
internal static partial class SecretValues
{
    private const string Hidden = "***";

    /// <summary>The value of a property or option, with a mask where it is or holds a secret.</summary>
    public static ModelValue Read(string name, string value)
    {
        if (SecretName().IsMatch(name)) return new(value, Hidden);
        var masked = SecretKeyword().Replace(value, $"$1{Hidden}");
        return new(value, name == "ConnectionInfo" && masked != value ? masked : null);
    }

    [GeneratedRegex("passw|secret|token|credential|api_?key|private_?key|access_?key", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();

    /// <summary>A secret of a libpq connection string: its value may be quoted, with quotes escaped by backslashes.</summary>
    [GeneratedRegex(@"(\b(?:password|sslpassword|passfile)\s*=\s*)(?:'(?:[^'\\]|\\.)*'|(?:[^\s\\]|\\.)+)|(?<=://[^:/@\s]*:)[^@/\s]+(?=@)", RegexOptions.IgnoreCase)]
    private static partial Regex SecretKeyword();
}

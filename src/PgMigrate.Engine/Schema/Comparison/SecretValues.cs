using System.Text.RegularExpressions;

namespace PgMigrate.Engine.Schema;

/// <summary>Hides the secrets that a schema can hold: in the options of servers and user mappings, and in what a subscription connects with.</summary>
internal static partial class SecretValues
{
    private const string Hidden = "***";

    /// <summary>The value of an option, with a mask where its name says that it is a secret.</summary>
    public static ModelValue ReadOption(string name, string value) => new(value, SecretName().IsMatch(name) ? Hidden : null);

    /// <summary>The value of a property of the model, with a mask where it holds a secret.</summary>
    public static ModelValue ReadProperty(string name, string value)
    {
        if (name != "ConnectionInfo") return new(value);
        var masked = SecretKeyword().Replace(value, $"$1{Hidden}");
        return new(value, masked != value ? masked : null);
    }

    [GeneratedRegex("passw|secret|token|credential|api_?key|private_?key|access_?key", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();

    /// <summary>A secret of a libpq connection string: its value may be quoted, with quotes escaped by backslashes.</summary>
    [GeneratedRegex(@"(\b(?:password|sslpassword|passfile)\s*=\s*)(?:'(?:[^'\\]|\\.)*'|(?:[^\s\\]|\\.)+)|(?<=://[^:/@\s]*:)[^@/\s]+(?=@)", RegexOptions.IgnoreCase)]
    private static partial Regex SecretKeyword();
}

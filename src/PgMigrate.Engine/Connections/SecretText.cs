using System.Security;

namespace PgMigrate.Engine.Connections;

/// <summary>Reads secrets that are no connection strings, such as the tokens of hosts.</summary>
public static class SecretText
{
    private const string Prefix = "env:";

    /// <summary>The value of the environment variable that <c>env:NAME</c> names.</summary>
    /// <exception cref="MigrationException">SecretInClearText, or EnvironmentVariableNotFound.</exception>
    public static SecureString Read(string reference)
    {
        if (!reference.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            throw new MigrationException(
                "SecretInClearText", MigrationErrorCategory.SecurityError, "A secret on the command line stays in its history, and others on the machine can read it.")
            {
                Remedy = "Set an environment variable, and give env:NAME.",
            };
        }

        var name = reference[Prefix.Length..];
        var value = name.Length == 0 || name.Contains('\0', StringComparison.Ordinal) ? null : Environment.GetEnvironmentVariable(name);
        if (string.IsNullOrEmpty(value))
        {
            throw new MigrationException("EnvironmentVariableNotFound", MigrationErrorCategory.ObjectNotFound, $"The environment variable '{name}' is not set.")
            {
                Subject = name,
                Remedy = "Set the variable for this process, or name another one.",
            };
        }

        var secret = new SecureString();
        foreach (var character in value.Trim()) secret.AppendChar(character);
        secret.MakeReadOnly();
        return secret;
    }
}

using System.Collections;
using System.Runtime.InteropServices;
using System.Security;
using System.Text.RegularExpressions;

namespace PgMigrate.Engine.Connections;

/// <summary>
/// Reads whatever names a database. The only exception that leaves it is <see cref="MigrationException"/>, and no message holds a
/// password.
/// </summary>
public static partial class EndpointParser
{
    private const int DeepestReference = 5;

    private const string DefaultVariable = "DATABASE_URL";

    /// <summary>
    /// Reads a URL of any dialect, a libpq or Npgsql keyword string, a SQLite URL or path, an archive's path, <c>env:NAME</c> or
    /// <c>dotenv:PATH#NAME</c>.
    /// </summary>
    /// <exception cref="MigrationException">InvalidEndpoint, PasswordPlaceholder, EndpointPlaceholder, EnvironmentVariableNotFound,
    /// DotenvFileNotFound or DotenvVariableNotFound.</exception>
    public static DatabaseEndpoint Parse(string text) => Parse(text, Environment.CurrentDirectory);

    /// <summary>Reads the same forms as <see cref="Parse(string)"/>, with relative paths seen from <paramref name="folder"/>.</summary>
    public static DatabaseEndpoint Parse(string text, string folder) => Parse(text, folder, depth: 0);

    /// <summary>Reads the text that a secure string holds.</summary>
    public static DatabaseEndpoint FromSecureString(SecureString text) => Parse(ClearText(text));

    /// <summary>Reads the text that a secure string holds, with relative paths seen from <paramref name="folder"/>.</summary>
    public static DatabaseEndpoint FromSecureString(SecureString text, string folder) => Parse(ClearText(text), folder);

    /// <summary>
    /// Reads a hashtable: Host (also Server), Port, Database, Username (also User), Password (a string or a SecureString), SslMode,
    /// RootCertificate, and any other setting by libpq's or Npgsql's name; or Path for a SQLite file.
    /// </summary>
    public static DatabaseEndpoint FromSettings(IDictionary settings) => FromSettings(settings, Environment.CurrentDirectory);

    /// <summary>
    /// Reads the same entries as <see cref="FromSettings(IDictionary)"/>, with relative paths seen from <paramref name="folder"/>.
    /// </summary>
    public static DatabaseEndpoint FromSettings(IDictionary settings, string folder) => EndpointSettings.Read(settings, folder);

    /// <summary>The endpoint with another user and password.</summary>
    public static DatabaseEndpoint WithCredential(DatabaseEndpoint endpoint, string username, SecureString password)
        => endpoint with { Username = username.TrimStart('\\'), Password = ClearText(password) };

    internal static string ClearText(SecureString text)
    {
        var memory = Marshal.SecureStringToGlobalAllocUnicode(text);
        try
        {
            return Marshal.PtrToStringUni(memory, text.Length);
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(memory);
        }
    }

    private static DatabaseEndpoint Parse(string text, string folder, int depth)
    {
        var trimmed = Unquoted(text.Trim());
        if (trimmed.Length == 0)
        {
            throw EndpointErrors.Invalid(
                "The connection string is empty.",
                "Give a URL, a keyword string, a file's path, env:NAME or dotenv:PATH#NAME.");
        }
        if (depth > DeepestReference)
        {
            throw EndpointErrors.Invalid(
                "The references to other variables go round in a circle.", "Put the connection string itself into the variable.");
        }

        if (trimmed.StartsWith("env:", StringComparison.OrdinalIgnoreCase)) return Parse(FromEnvironment(trimmed[4..]), folder, depth + 1);
        if (trimmed.StartsWith("dotenv:", StringComparison.OrdinalIgnoreCase))
        {
            return Parse(FromDotenv(trimmed[7..], folder), folder, depth + 1);
        }
        if (trimmed.StartsWith(JdbcUrl.Prefix, StringComparison.OrdinalIgnoreCase)) return JdbcUrl.Parse(trimmed[JdbcUrl.Prefix.Length..]);
        if (trimmed.StartsWith("jdbc:sqlite:", StringComparison.OrdinalIgnoreCase))
        {
            return SqlitePath.FromPath(trimmed["jdbc:sqlite:".Length..], folder);
        }
        if (Scheme().Match(trimmed) is { Success: true } match)
        {
            return FromUrl(match.Groups[1].Value.ToLowerInvariant(), trimmed[match.Length..], folder);
        }
        if (SqliteKeyword().Match(trimmed) is { Success: true } file)
        {
            return SqlitePath.FromPath(file.Groups[1].Value.Trim().Trim('"', '\''), folder);
        }
        if (KeywordStrings.IsOne(trimmed)) return KeywordStrings.Parse(trimmed);
        // Prisma's SQLite URL.
        if (trimmed.StartsWith("file:", StringComparison.Ordinal)) return SqlitePath.FromPath(trimmed[5..].Split('?')[0], folder);
        if (ArchiveEndpoint.IsOne(trimmed, folder)) return ArchiveEndpoint.Of(Path.Combine(folder, trimmed));
        return SqlitePath.IsOne(trimmed, folder) ? SqlitePath.FromPath(trimmed, folder) : throw EndpointErrors.Unrecognized();
    }

    private static DatabaseEndpoint FromUrl(string scheme, string rest, string folder)
    {
        if (PostgresUrl.IsScheme(scheme)) return PostgresUrl.Parse(scheme, rest);
        return SqlitePath.IsScheme(scheme)
            ? SqlitePath.FromUrl(rest, folder)
            : throw EndpointErrors.Invalid(
                "The URL's scheme names neither PostgreSQL with a driver that PgMigrate knows nor SQLite.",
                "Begin the URL with postgresql://, with postgresql+psycopg2://, +psycopg://, +asyncpg:// or +pg8000://, with "
                    + "jdbc:postgresql:// or with sqlite:///.");
    }

    private static string FromEnvironment(string name)
        => (name.Length == 0 || name.Contains('\0', StringComparison.Ordinal) ? null : Environment.GetEnvironmentVariable(name))
        ?? throw new MigrationException(
            "EnvironmentVariableNotFound",
            MigrationErrorCategory.ObjectNotFound,
            "The environment variable that was named for the connection string is not set.")
        {
            Subject = name,
            Remedy = "Set the variable for this process, or name another one.",
        };

    private static string FromDotenv(string reference, string folder)
    {
        var hash = reference.LastIndexOf('#');
        var path = hash < 0 ? reference : reference[..hash];
        var name = hash < 0 || hash + 1 == reference.Length ? DefaultVariable : reference[(hash + 1)..];
        return DotenvFile.Read(ReadFile(path, folder), name) ?? throw new MigrationException(
            "DotenvVariableNotFound", MigrationErrorCategory.ObjectNotFound, $"The file does not set the variable '{name}'.")
        {
            Subject = path,
            Remedy = "Name a variable that the file sets: dotenv:PATH#NAME.",
        };
    }

    private static string ReadFile(string path, string folder)
    {
        try
        {
            return File.ReadAllText(Path.GetFullPath(path, folder));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new MigrationException(
                "DotenvFileNotFound", MigrationErrorCategory.ObjectNotFound, "The .env file does not exist or cannot be read.", failure)
            {
                Subject = path,
                Remedy = "Correct the path after dotenv: or the file's permissions.",
            };
        }
    }

    private static string Unquoted(string text)
        => text.Length >= 2 && text[0] is '"' or '\'' && text[^1] == text[0] ? text[1..^1].Trim() : text;

    [GeneratedRegex(@"^([A-Za-z][A-Za-z0-9+._-]*)://")]
    private static partial Regex Scheme();

    [GeneratedRegex(@"^(?:Data ?Source|Filename)\s*=\s*([^;]+)(?:;|\z)", RegexOptions.IgnoreCase)]
    private static partial Regex SqliteKeyword();
}

using System.Text.RegularExpressions;
using PgMigrate.Engine.Connections;

namespace PgMigrate.Engine.Alembic;

/// <summary>Sees in which form a project wants its URL: SQLAlchemy chooses its driver by it.</summary>
internal static partial class AlembicDialect
{
    /// <summary>
    /// The form of what the variable holds now, in this process or in the project's .env; else that of alembic.ini; else that which env.py
    /// names; else the URL without a driver, which is psycopg2's.
    /// </summary>
    public static DatabaseUrlDialect Detect(string folder, string variable)
        => OfUrl(Environment.GetEnvironmentVariable(variable))
            ?? OfUrl(ReadVariable(Path.Combine(folder, ".env"), variable))
            ?? OfUrl(ConfiguredUrl(folder))
            ?? OfScript(folder)
            ?? DatabaseUrlDialect.Libpq;

    private static DatabaseUrlDialect? OfUrl(string? url)
    {
        if (string.IsNullOrWhiteSpace(url)) return null;
        try
        {
            return EndpointParser.Parse(url) is { Kind: DatabaseKind.PostgreSql, Dialect: var dialect } && IsOfSqlAlchemy(dialect) ? dialect : null;
        }
        catch (MigrationException)
        {
            // A placeholder such as driver://user:pass@localhost/dbname, which Alembic's own template has.
            return null;
        }
    }

    private static bool IsOfSqlAlchemy(DatabaseUrlDialect dialect) => dialect
        is DatabaseUrlDialect.Libpq or DatabaseUrlDialect.Psycopg2 or DatabaseUrlDialect.Psycopg or DatabaseUrlDialect.Asyncpg or DatabaseUrlDialect.Pg8000;

    private static string? ReadVariable(string path, string variable) => Read(path) is { } text ? DotenvFile.Read(text, variable) : null;

    // configparser doubles every percent sign.
    private static string? ConfiguredUrl(string folder)
        => Read(Path.Combine(folder, "alembic.ini")) is { } text && IniUrl().Match(text) is { Success: true } match
            ? match.Groups["url"].Value.Replace("%%", "%", StringComparison.Ordinal)
            : null;

    private static DatabaseUrlDialect? OfScript(string folder)
    {
        var location = Read(Path.Combine(folder, "alembic.ini")) is { } text && IniLocation().Match(text) is { Success: true } match
            ? match.Groups["folder"].Value.Replace("%(here)s", folder, StringComparison.Ordinal)
            : "alembic";
        if (Read(Path.Combine(folder, location, "env.py")) is not { } script) return null;
        if (Driver().Match(script) is { Success: true } driver) return Enum.Parse<DatabaseUrlDialect>(driver.Groups["driver"].Value, ignoreCase: true);
        // The asynchronous template; asyncpg is the one driver that people use with it.
        return script.Contains("async_engine_from_config", StringComparison.Ordinal) || script.Contains("create_async_engine", StringComparison.Ordinal)
            ? DatabaseUrlDialect.Asyncpg
            : null;
    }

    private static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^[ \t]*sqlalchemy\.url\s*[=:][ \t]*(?<url>\S+)", RegexOptions.Multiline)]
    private static partial Regex IniUrl();

    [GeneratedRegex(@"^[ \t]*script_location\s*[=:][ \t]*(?<folder>[^\r\n]*[^\s])", RegexOptions.Multiline)]
    private static partial Regex IniLocation();

    [GeneratedRegex(@"\bpostgresql\+(?<driver>psycopg2|psycopg|asyncpg|pg8000)\b")]
    private static partial Regex Driver();
}

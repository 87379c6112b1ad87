using System.Globalization;
using System.Text;
using static PgMigrate.DatabaseUrlDialect;

namespace PgMigrate.Engine.Connections;

/// <summary>Writes the dialects that are URLs.</summary>
internal static class UrlWriter
{
    public static string Url(TargetForm form, string? password)
    {
        var text = new StringBuilder(Scheme(form.Dialect)).Append("://");
        WriteUserInfo(text, form, password);
        var settings = WriteHosts(text, form).Concat(form.Settings);
        text.Append('/').Append(PercentText.Encode(form.Endpoint.Database));
        WriteQuery(text, settings);
        return text.ToString();
    }

    public static string Jdbc(TargetForm form, string? password)
    {
        var text = new StringBuilder("jdbc:postgresql://")
            .AppendJoin(',', form.Hosts.Select(Host))
            .Append('/').Append(PercentText.Encode(form.Endpoint.Database));
        var credentials = new List<(string, string)>();
        if (form.Endpoint.Username is { } user) credentials.Add(("user", user));
        if (password is not null && !form.IsMasked) credentials.Add(("password", password));
        WriteQuery(text, credentials.Concat(form.Settings));
        if (form.IsMasked && password is not null)
        {
            text.Append(form.Endpoint.Username is null && form.Settings.Count == 0 ? '?' : '&').Append("password=").Append(password);
        }
        return text.ToString();
    }

    private static string Scheme(DatabaseUrlDialect dialect) => dialect switch
    {
        Psycopg2 => "postgresql+psycopg2",
        Psycopg => "postgresql+psycopg",
        Asyncpg => "postgresql+asyncpg",
        Pg8000 => "postgresql+pg8000",
        Django => "postgres",
        _ => "postgresql",
    };

    private static void WriteUserInfo(StringBuilder text, TargetForm form, string? password)
    {
        if (form.Endpoint.Username is null && password is null) return;
        text.Append(PercentText.Encode(form.Endpoint.Username ?? ""));
        if (password is not null) text.Append(':').Append(form.IsMasked ? password : PercentText.Encode(password));
        text.Append('@');
    }

    /// <summary>Writes the hosts where the dialect has them before the path, and returns those that it has among the settings.</summary>
    private static IEnumerable<(string Name, string Value)> WriteHosts(StringBuilder text, TargetForm form)
    {
        var first = form.Hosts[0];
        var port = first.Port.ToString(CultureInfo.InvariantCulture);
        var isSqlAlchemy = form.Dialect is Psycopg2 or Psycopg or Asyncpg;
        if (form.Hosts.Count == 1 && !first.IsSocket)
        {
            text.Append(Host(first));
            return [];
        }

        // SQLAlchemy repeats the setting, one host with its port at a time.
        if (form.Hosts.Count > 1 && isSqlAlchemy) return form.Hosts.Select(host => ("host", host.IsSocket ? host.Name : Host(host)));
        if (form.Dialect == Django)
        {
            text.Append(PercentText.Encode(first.Name)).Append(':').Append(port);
            return [];
        }

        if (form.Dialect == Pg8000) return [("unix_sock", $"{first.Name}/.s.PGSQL.{port}")];
        if (form.Hosts.Count == 1)
        {
            // Prisma and SQLAlchemy want a host before the path; the setting has the last word. libpq and pgx take the port beside it.
            if (form.Dialect == Prisma) text.Append("localhost:").Append(port);
            return form.Dialect == Prisma ? [("host", first.Name)] : [("host", first.Name), ("port", port)];
        }

        text.AppendJoin(',', form.Hosts.Select(
            host => host.IsSocket ? PercentText.Encode(host.Name) + ":" + host.Port.ToString(CultureInfo.InvariantCulture) : Host(host)));
        return [];
    }

    private static string Host(EndpointHost host)
    {
        var name = host.Name.Contains(':', StringComparison.Ordinal)
            ? $"[{host.Name.Replace("%", "%25", StringComparison.Ordinal)}]"
            : PercentText.Encode(host.Name);
        return name + ":" + host.Port.ToString(CultureInfo.InvariantCulture);
    }

    private static void WriteQuery(StringBuilder text, IEnumerable<(string Name, string Value)> settings)
    {
        var separator = '?';
        foreach (var (name, value) in settings)
        {
            text.Append(separator).Append(PercentText.Encode(name)).Append('=').Append(PercentText.EncodeValue(value));
            separator = '&';
        }
    }
}

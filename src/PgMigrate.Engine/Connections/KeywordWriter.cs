using System.Data.Common;
using System.Globalization;

namespace PgMigrate.Engine.Connections;

/// <summary>Writes the dialects that are strings of keywords.</summary>
internal static class KeywordWriter
{
    /// <summary>libpq's <c>host=a dbname='b c'</c>.</summary>
    public static string Libpq(TargetForm form, string? password)
    {
        var settings = new List<(string Name, string Value)>
        {
            ("host", string.Join(',', form.Hosts.Select(host => host.Name))),
            ("port", string.Join(',', form.Hosts.Select(Port))),
            ("dbname", form.Endpoint.Database),
        };
        if (form.Endpoint.Username is { } user) settings.Add(("user", user));
        if (password is not null) settings.Add(("password", password));
        return string.Join(' ', settings.Concat(form.Settings).Select(setting => $"{setting.Name}={LibpqValue(setting.Value)}"));
    }

    /// <summary>Npgsql's <c>Host=a;Database="b;c"</c>, quoted as ADO.NET quotes.</summary>
    public static string Npgsql(TargetForm form, string? password)
    {
        var keywords = new DbConnectionStringBuilder();
        if (form.Hosts.Count == 1)
        {
            keywords["Host"] = form.Hosts[0].Name;
            keywords["Port"] = Port(form.Hosts[0]);
        }
        else
        {
            keywords["Host"] = string.Join(',', form.Hosts.Select(host => host.IsSocket ? host.Name : host.ToString()));
        }

        keywords["Database"] = form.Endpoint.Database;
        if (form.Endpoint.Username is { } user) keywords["Username"] = user;
        if (password is not null) keywords["Password"] = password;
        foreach (var (name, value) in form.Settings) keywords[name] = value;
        return keywords.ConnectionString;
    }

    private static string Port(EndpointHost host) => host.Port.ToString(CultureInfo.InvariantCulture);

    private static string LibpqValue(string value)
        => value.Length > 0 && value.All(
            character => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_' or '/' or ':' or ',' or '=' or '*')
            ? value
            : "'" + value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal) + "'";
}

using System.Collections;
using System.Globalization;
using System.Security;

namespace PgMigrate.Engine.Connections;

/// <summary>Reads an endpoint from a hashtable's entries.</summary>
internal static class EndpointSettings
{
    public static DatabaseEndpoint Read(IDictionary settings, string folder)
    {
        var entries = new List<(string Name, string Value)>();
        foreach (DictionaryEntry entry in settings)
        {
            if (Text(entry.Value) is { } value) entries.Add((Text(entry.Key) ?? "", value));
        }

        if (entries.Find(entry => entry.Name.Equals("Path", StringComparison.OrdinalIgnoreCase)).Value is { } path)
        {
            return SqlitePath.FromPath(path, folder);
        }

        // Npgsql's names differ from libpq's only in blanks and case for what people put into a hashtable.
        var draft = new EndpointDraft(DatabaseUrlDialect.Npgsql);
        foreach (var (written, value) in entries)
        {
            // A hashtable's keys have no case, libpq's are in lower case.
            var lower = written.ToLowerInvariant();
            var name = SettingNames.IsLibpqKeyword(lower) || lower == EndpointRecognition.PooledSetting ? lower : written;
            if (name == written
                && !SettingNames.IsNpgsqlKeyword(name) && !SettingNames.IsLibpqKeyword(name) && name != EndpointRecognition.PooledSetting)
            {
                throw EndpointErrors.Invalid(
                    $"'{Printable(name)}' is no setting of an endpoint.",
                    "Use Host, Port, Database, Username, Password, SslMode, RootCertificate or Path.");
            }

            draft.Set(name, value);
        }

        return draft.Build();
    }

    private static string? Text(object? value) => value switch
    {
        null => null,
        string text => text,
        SecureString secret => EndpointParser.ClearText(secret),
        IEnumerable list => string.Join(',', list.Cast<object?>().Select(Text)),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    private static string Printable(string name) => new(name.Where(character => !char.IsControl(character)).Take(40).ToArray());
}

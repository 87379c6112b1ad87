using System.Text.RegularExpressions;

namespace PgMigrate.Engine.Connections;

/// <summary>Reads the forms in which a SQLite file is named.</summary>
internal static partial class SqlitePath
{
    private static readonly string[] Endings = [".db", ".sqlite", ".sqlite3", ".db3"];

    /// <summary>Whether the bare text names a SQLite file: one that exists, or one by its ending.</summary>
    public static bool IsOne(string text, string folder)
        => text.IndexOfAny(['\0', '\n', '\r']) < 0
            && (File.Exists(Path.Combine(folder, text)) || Endings.Any(
                ending => text.EndsWith(ending, StringComparison.OrdinalIgnoreCase)));

    public static bool IsScheme(string scheme) => scheme is "sqlite" or "sqlite3" || scheme.StartsWith("sqlite+", StringComparison.Ordinal);

    public static DatabaseEndpoint FromPath(string path, string folder, DatabaseUrlDialect dialect = DatabaseUrlDialect.FilePath)
        => Create(path, folder, dialect, []);

    /// <summary>
    /// Reads what follows <c>sqlite://</c> as SQLAlchemy does: three slashes and a relative path, four and an absolute one,
    /// no percent-decoding. A drive letter may follow two slashes too.
    /// </summary>
    public static DatabaseEndpoint FromUrl(string rest, string folder)
    {
        var question = rest.IndexOf('?', StringComparison.Ordinal);
        var path = question < 0 ? rest : rest[..question];
        if (!DrivePath().IsMatch(path)) path = path.StartsWith('/') ? path[1..] : throw WrongSlashes(path);
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        if (question >= 0)
        {
            foreach (var (name, value) in UrlParts.ReadQuery(rest[(question + 1)..], plusIsSpace: true)) settings[name] = value;
        }

        return Create(path, folder, DatabaseUrlDialect.Sqlite, settings);
    }

    private static DatabaseEndpoint Create(string path, string folder, DatabaseUrlDialect dialect, Dictionary<string, string> settings)
    {
        if (path.Length == 0 || path.StartsWith(":memory:", StringComparison.Ordinal))
        {
            throw EndpointErrors.Invalid(
                "A SQLite database in memory cannot be reached from outside its process.",
                "Name a SQLite file: sqlite:///relative.db or sqlite:////absolute.db.");
        }

        if (path.IndexOfAny(['\0', '\n', '\r']) >= 0)
        {
            throw EndpointErrors.Invalid("The SQLite file's path holds a control character.", "Correct the path.");
        }

        return new DatabaseEndpoint
        {
            Kind = DatabaseKind.Sqlite,
            Database = FullPath(path, folder),
            Settings = settings,
            Provider = DatabaseProvider.Local,
            Route = ConnectionRoute.Direct,
            Dialect = dialect,
        };
    }

    /// <summary>The full path; one of Windows stays as it is elsewhere, so that a URL made there can be read and rewritten here.</summary>
    private static string FullPath(string path, string folder)
    {
        if (DrivePath().IsMatch(path) && !OperatingSystem.IsWindows()) return path;
        try
        {
            return Path.GetFullPath(path, folder);
        }
        catch (Exception failure) when (failure is ArgumentException or NotSupportedException or PathTooLongException)
        {
            throw EndpointErrors.Invalid("The SQLite file's path is not one that this system knows.", "Correct the path.");
        }
    }

    private static MigrationException WrongSlashes(string path) => path.Length == 0
        ? EndpointErrors.Invalid(
            "A SQLite database in memory cannot be reached from outside its process.",
            "Name a SQLite file: sqlite:///relative.db or sqlite:////absolute.db.")
        : EndpointErrors.Invalid(
            "A SQLite URL has no host, so three slashes stand before a relative path.",
            "Write sqlite:///relative.db or sqlite:////absolute.db.");

    [GeneratedRegex(@"^[A-Za-z]:[\\/]")]
    private static partial Regex DrivePath();
}

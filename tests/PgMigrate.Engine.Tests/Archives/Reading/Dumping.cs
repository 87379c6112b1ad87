using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Transfer;

namespace PgMigrate.Engine.Tests.Archives;

/// <summary>Archives that the installed pg_dump writes, gone after the test.</summary>
internal sealed class Dumping(TestServers servers) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    /// <summary>A database with that in it, and its archive.</summary>
    public async Task<(string Path, DatabaseEndpoint Original)> DumpAsync(string sql, params string[] options)
    {
        var original = await servers.CreateDatabaseAsync();
        await Sql.ExecuteAsync(original, sql);
        return (await DumpAsync(original, options), original);
    }

    /// <summary>The archive of a database, in custom format unless the options say otherwise.</summary>
    public async Task<string> DumpAsync(DatabaseEndpoint original, params string[] options)
    {
        var path = Path.Combine(folder.Path, $"{Guid.NewGuid():N}.archive");
        await Exporting.DumpAsync(original, [.. options.Any(option => option.StartsWith("-F", StringComparison.Ordinal)) ? [] : new[] { "-Fc" }, .. options, "-f", path]);
        return path;
    }

    public static DatabaseCopyRequest Request(string path, DatabaseEndpoint destination)
        => new() { Source = Scripts.Endpoint(path), Destination = destination, ThrottleLimit = 3 };

    public void Dispose() => folder.Dispose();
}

using System.Collections.Concurrent;
using System.Globalization;
using PgMigrate.Engine.Sandbox;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

[assembly: AssemblyFixture(typeof(TestServers))]

namespace PgMigrate.Engine.Tests.Servers;

/// <summary>
/// The PostgreSQL servers of a test run: each started when a test first asks for it, all gone at the end.
/// A test class takes it as its constructor's parameter. A version that cannot be had skips the test by name.
/// </summary>
public sealed class TestServers : IAsyncDisposable
{
    /// <summary>Stands for the newest PostgreSQL that needs no download; in CI that of Debian's package.</summary>
    public const int Default = 0;

    private readonly ConcurrentDictionary<(int Major, bool IsSupabase), Lazy<Task<PgSandbox>>> sandboxes = new();
    private readonly SemaphoreSlim lookalikeTurn = new(1);
    private int lastDatabase;

    /// <summary>Every major version that PgMigrate is tested with, for theories.</summary>
    public static TheoryData<int> AllMajors => [13, 14, 15, 16, 17, 18];

    /// <summary>A fresh, empty database, owned by the superuser that the endpoint names.</summary>
    public async Task<DatabaseEndpoint> CreateDatabaseAsync(int major = Default)
    {
        var server = await ServerAsync(major, isSupabase: false);
        var name = NextName();
        await Sql.ExecuteAsync(server.Endpoint, $"CREATE DATABASE {name}");
        return server.Endpoint with { Database = name };
    }

    /// <summary>A fresh database that imitates a Supabase project; the endpoint's role is <c>postgres</c>, which is no superuser there.</summary>
    public async Task<DatabaseEndpoint> CreateSupabaseDatabaseAsync(int major = Default)
    {
        var server = await ServerAsync(major, isSupabase: true);
        var endpoint = server.Endpoint with { Database = NextName() };
        await Sql.ExecuteAsync(AsSupabaseAdmin(server.Endpoint), $"CREATE DATABASE {endpoint.Database}");
        await lookalikeTurn.WaitAsync(); // The roles are the cluster's: two at once would update the same rows.
        try
        {
            await using var connection = await Sql.OpenAsync(AsSupabaseAdmin(endpoint));
            await SupabaseLookalike.ApplyAsync(connection, endpoint.Password!, TestContext.Current.CancellationToken);
        }
        finally
        {
            lookalikeTurn.Release();
        }

        return endpoint;
    }

    /// <summary>The same database of a look-alike as its superuser.</summary>
    public static DatabaseEndpoint AsSupabaseAdmin(DatabaseEndpoint endpoint) => endpoint with { Username = SupabaseLookalike.Superuser };

    /// <summary>The server itself, for tests that stop backends or look at the whole cluster. It is shared with all other tests.</summary>
    public async Task<PgSandbox> ServerAsync(int major = Default, bool isSupabase = false)
    {
        var start = sandboxes.GetOrAdd((major, isSupabase), key => new Lazy<Task<PgSandbox>>(() => StartAsync(key.Major, key.IsSupabase)));
        try
        {
            return await start.Value;
        }
        catch (MigrationException exception) when (exception.ErrorId == "PostgresBinariesMissing")
        {
            Assert.Skip($"{(major == Default ? "PostgreSQL" : $"PostgreSQL {major}")} cannot be had: {exception.Message} {exception.Remedy}");
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        lookalikeTurn.Dispose();
        foreach (var start in sandboxes.Values)
        {
            if (start.Value.IsCompletedSuccessfully) await SandboxServer.StopAsync(await start.Value, CancellationToken.None);
        }
    }

    private static Task<PgSandbox> StartAsync(int major, bool isSupabase)
    {
        var version = major == Default ? null : major.ToString(CultureInfo.InvariantCulture);
        // Not a test's token: the server outlives the test that asked first.
        return SandboxServer.StartAsync(new SandboxOptions { Version = version, IsSupabase = isSupabase }, new RecordingObserver(), CancellationToken.None);
    }

    private string NextName() => string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref lastDatabase)}");
}

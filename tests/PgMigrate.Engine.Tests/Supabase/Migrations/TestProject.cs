using PgMigrate.Engine.Supabase;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Supabase;

/// <summary>A project with SQL files in a folder of its own.</summary>
internal sealed class TestProject : IDisposable
{
    public TestProject(params (string Name, string Sql)[] migrations)
    {
        Directory.CreateDirectory(Migrations);
        foreach (var (name, sql) in migrations) Write(name, sql);
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("pgmigrate-test-").FullName;

    public string Migrations => Path.Combine(Root, "supabase", "migrations");

    public RecordingObserver Observer { get; private set; } = new();

    /// <summary>Writes a migration.</summary>
    public TestProject Write(string name, string sql)
    {
        var path = Path.Combine(Migrations, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, sql);
        return this;
    }

    /// <summary>Runs, and returns what became of each file.</summary>
    public async Task<IReadOnlyList<SupabaseMigrationResult>> RunAsync(
        DatabaseEndpoint database, Func<MigrationRunRequest, MigrationRunRequest>? with = null, Func<SupabaseMigrationStep, ValueTask<bool>>? confirm = null)
    {
        Observer = new();
        var request = new MigrationRunRequest { Database = database, Path = Root };
        var results = new List<SupabaseMigrationResult>();
        var run = MigrationRun.RunAsync(with is null ? request : with(request), confirm ?? (_ => new(true)), Observer, TestContext.Current.CancellationToken);
        await foreach (var result in run) results.Add(result);
        return results;
    }

    /// <summary>Runs what must work.</summary>
    public async Task<IReadOnlyList<SupabaseMigrationResult>> SucceedAsync(DatabaseEndpoint database, Func<MigrationRunRequest, MigrationRunRequest>? with = null)
    {
        var results = await RunAsync(database, with);
        Assert.All(results, result => Assert.True(result.ErrorMessage is null, result.ErrorMessage));
        return results;
    }

    public Task<MigrationException> RefusedAsync(DatabaseEndpoint database, Func<MigrationRunRequest, MigrationRunRequest>? with = null)
        => Assert.ThrowsAsync<MigrationException>(() => RunAsync(database, with));

    public Task<IReadOnlyList<SupabaseMigration>> ListAsync(DatabaseEndpoint database)
        => MigrationListing.ReadAsync(database, Root, Observer, TestContext.Current.CancellationToken);

    public async Task<IReadOnlyList<string>> StatesAsync(DatabaseEndpoint database) => [.. (await ListAsync(database)).Select(migration => migration.ToString())];

    /// <summary>The history as text, a line a row.</summary>
    public static async Task<string> HistoryAsync(DatabaseEndpoint database) => await Sql.ScalarAsync<string>(
        database, "SELECT string_agg(version || '|' || name || '|' || statements::text, E'\n' ORDER BY version COLLATE \"C\") FROM supabase_migrations.schema_migrations") ?? "";

    public void Dispose() => Directory.Delete(Root, recursive: true);
}

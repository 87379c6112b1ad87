using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Switching;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Switching;

/// <summary>Which files are switched, and which are not, by their names.</summary>
public sealed class FilePatternTests : IDisposable
{
    private const string Old = "postgresql://app:old@db.example.com:5432/shop";
    private const string New = "postgresql://app:new@new.example.org:5432/shop";

    private readonly string folder = Directory.CreateTempSubdirectory("pgmigrate-env-").FullName;

    private string FilePath => Path.Combine(folder, ".env");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Refuses_a_template_unless_forced_and_tells_of_a_file_that_overrides()
    {
        File.WriteAllText(FilePath, "DATABASE_URL=x\n");
        var template = FilePath + ".example";
        File.WriteAllText(template, "DATABASE_URL=postgresql://user:password@host/db\n");
        File.WriteAllText(FilePath + ".local", "export DATABASE_URL=x\n");
        File.WriteAllText(FilePath + ".test", "OTHER=x\n");
        var request = Request(EndpointParser.Parse(New)) with { Targets = [SwitchTargets.File(template)] };

        var error = await Assert.ThrowsAsync<MigrationException>(() => SwitchAsync(request));
        var result = await SwitchAsync(Request(EndpointParser.Parse(New)));
        await SwitchAsync(request with { Force = true });

        Assert.Equal("DotenvFileIsTemplate", error.ErrorId);
        Assert.Contains(".env.local assigns DATABASE_URL too", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Equal($"DATABASE_URL={New}\n", File.ReadAllText(template));
    }

    [Fact]
    public async Task Finds_the_files_of_a_pattern_that_assign_the_name()
    {
        foreach (var name in new[] { ".env", ".env.secrets", ".env.production" }) File.WriteAllText(Path.Combine(folder, name), $"DATABASE_URL={Old}\n");
        foreach (var name in new[] { ".env.example", ".env.test" }) File.WriteAllText(Path.Combine(folder, name), "# DATABASE_URL=x\n");
        File.WriteAllText(Path.Combine(folder, ".env.sample"), "DATABASE_URL=x\n");
        var request = Request(EndpointParser.Parse(New)) with { Targets = [SwitchTargets.File(FilePath + "*")] };

        var first = await DatabaseUrlSwitching.SwitchAsync(request, new RecordingObserver(), Token);
        var again = await DatabaseUrlSwitching.SwitchAsync(request, new RecordingObserver(), Token);
        var none = await Assert.ThrowsAsync<MigrationException>(() => SwitchAsync(request with { Name = "OTHER" }));

        Assert.Equal([".env", ".env.production", ".env.secrets"], first.Select(record => Path.GetFileName(record.Path)));
        Assert.All(first, record => Assert.Equal(SwitchStatus.Switched, record.Status));
        Assert.All(again, record => Assert.Equal(SwitchStatus.Unchanged, record.Status));
        Assert.Equal("DotenvFileNotFound", none.ErrorId);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static async Task<DatabaseUrlSwitch> SwitchAsync(DatabaseUrlSwitchRequest request)
        => (await DatabaseUrlSwitching.SwitchAsync(request, new RecordingObserver(), Token)).Single().ThrowIfFailed();

    private DatabaseUrlSwitchRequest Request(DatabaseEndpoint database) => new() { Database = database, Targets = [SwitchTargets.File(FilePath)], TestConnection = false };
}

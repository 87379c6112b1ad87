using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Tests.Cli;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Connections;

public sealed class DatabaseUrlSearchTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("pgmigrate-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>In a process of its own: the environment is shared by all tests.</summary>
    [Theory]
    [InlineData("in-env", "in-file", "in-secrets", "in-env")]
    [InlineData(null, "in-file", "in-secrets", "in-file")]
    [InlineData("", "in-file", null, "in-file")]
    [InlineData(null, "", "in-secrets", "in-secrets")]
    [InlineData(null, null, "in-secrets", "in-secrets")]
    public async Task Looks_into_the_environment_then_into_the_projects_files(string? variable, string? file, string? secrets, string found)
    {
        if (file is not null) Write(".env", file.Length == 0 ? "OTHER=1\n" : $"DATABASE_URL=postgresql://u:canary@nowhere.invalid/{file}\n");
        if (secrets is not null) Write(".env.secrets", $"export DATABASE_URL='postgresql://u:canary@nowhere.invalid/{secrets}'\n");

        var result = await CliProcess.RunAsync(
            ["migration", "list", "--verbose"], new Dictionary<string, string> { ["DATABASE_URL"] = variable is { Length: > 0 } name ? $"postgresql://u:canary@nowhere.invalid/{name}" : "" }, folder);

        Assert.Equal(3, result.ExitCode);
        Assert.Contains($"The database is postgresql://u@nowhere.invalid:5432/{found}, from ", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", result.Everything, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_where_it_looked_when_there_is_none()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("DATABASE_URL") is { Length: > 0 }, "DATABASE_URL is set.");

        var error = Assert.Throws<MigrationException>(() => DatabaseUrlSearch.Find(folder, new RecordingObserver()));

        Assert.Equal("DatabaseNotNamed", error.ErrorId);
        Assert.Contains(folder, error.Message, StringComparison.Ordinal);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(folder, name), text);
}

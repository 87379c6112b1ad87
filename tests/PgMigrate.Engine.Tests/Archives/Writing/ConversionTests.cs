using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Tests.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Archives;

/// <summary>An archive becomes one of another format, without a database between.</summary>
public sealed class ConversionTests(TestServers servers) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("pg15-custom-gzip.dump", ArchiveFormat.Plain)]
    [InlineData("pg15-custom-gzip.dump", ArchiveFormat.Directory)]
    [InlineData("pg15-directory", ArchiveFormat.Custom)]
    [InlineData("pg15-tar.tar", ArchiveFormat.Plain)]
    [InlineData("pg15-plain.sql", ArchiveFormat.Custom)]
    [InlineData("pg15-plain.sql", ArchiveFormat.Plain)]
    public async Task Holds_what_the_other_one_held(string name, ArchiveFormat format)
    {
        var original = ArchiveEndpoint.Of(FixtureArchives.PathOf(name));
        var path = Path.Combine(folder.Path, "converted");

        await Exporting.RunAsync(new() { Source = original, Path = path, Format = format });

        var (expected, actual) = (await servers.CreateDatabaseAsync(), await servers.CreateDatabaseAsync());
        await Cloning.RunAsync(new() { Source = original, Destination = expected, RemoveJournal = true });
        await Cloning.RunAsync(new() { Source = ArchiveEndpoint.Of(path), Destination = actual, RemoveJournal = true });
        await Exporting.AssertSameAsync(expected, actual);
    }

    [Fact]
    public async Task Is_restored_by_PostgreSQLs_own_programs()
    {
        var original = ArchiveEndpoint.Of(FixtureArchives.PathOf("pg15-directory"));
        var (archive, script) = (Path.Combine(folder.Path, "archive"), Path.Combine(folder.Path, "script"));
        await Exporting.RunAsync(new() { Source = original, Path = archive });
        await Exporting.RunAsync(new() { Source = original, Path = script, Format = ArchiveFormat.Plain });

        var (expected, restored, scripted) = (await servers.CreateDatabaseAsync(), await servers.CreateDatabaseAsync(), await servers.CreateDatabaseAsync());
        await Exporting.RestoreAsync(original.Database, expected);
        await Exporting.RestoreAsync(archive, restored);
        await Exporting.RunScriptAsync(script, scripted);

        await Exporting.AssertSameAsync(expected, restored);
        await Exporting.AssertSameAsync(expected, scripted);
    }

    [Fact]
    public async Task Keeps_what_was_chosen_of_it()
    {
        var path = Path.Combine(folder.Path, "part.sql");

        var result = await Exporting.RunAsync(new()
        {
            Source = ArchiveEndpoint.Of(FixtureArchives.PathOf("pg15-custom-gzip.dump")),
            Path = path,
            Format = ArchiveFormat.Plain,
            Selection = new() { Tables = ["shop.base"] },
            NoOwner = true,
        });

        Assert.Equal(["base"], result.Tables.Select(table => table.Table));
        var script = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        Assert.Contains("CREATE TABLE shop.base", script, StringComparison.Ordinal);
        Assert.Contains("-- Dumped from database version 15", script, StringComparison.Ordinal);
        Assert.DoesNotContain("shop.customer", script, StringComparison.Ordinal);
        Assert.DoesNotContain("OWNER TO", script, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pg15-plain-inserts.sql")]
    [InlineData(null)]
    public async Task Refuses_a_script_that_is_known_by_its_statements_alone(string? name)
    {
        var path = Path.Combine(folder.Path, "script.sql");
        if (name is null) await File.WriteAllTextAsync(path, "CREATE TABLE t (a int);\nUPDATE t SET a = 1;\n", TestContext.Current.CancellationToken);

        var error = await Exporting.FailsAsync(new() { Source = ArchiveEndpoint.Of(name is null ? path : FixtureArchives.PathOf(name)), Path = Path.Combine(folder.Path, "out") });

        Assert.Equal("ScriptNotArchivable", error.ErrorId);
        Assert.NotNull(error.Remedy);
        Assert.False(File.Exists(Path.Combine(folder.Path, "out")));
    }

    public void Dispose() => folder.Dispose();
}

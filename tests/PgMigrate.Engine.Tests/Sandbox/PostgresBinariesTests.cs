using PgMigrate.Engine.Sandbox;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Sandbox;

public sealed class PostgresBinariesTests(TestServers servers)
{
    private readonly RecordingObserver observer = new();

    [Fact]
    public async Task Finds_the_version_asked_for()
    {
        var newest = (await servers.ServerAsync()).Version;

        Assert.Equal(newest, (await FindAsync($"{newest.Major}")).Version);
        Assert.Equal(newest, (await FindAsync($"{newest.Major}.{newest.Minor}")).Version);
    }

    [Fact]
    public async Task Takes_the_folder_given()
    {
        await servers.ServerAsync();
        var found = await FindAsync(null);

        Assert.Equal(found, await FindAsync(null, found.Folder));
    }

    [Fact]
    public async Task Refuses_a_folder_without_the_programs()
    {
        var folder = Directory.CreateTempSubdirectory();

        var error = await Assert.ThrowsAsync<MigrationException>(() => SandboxServer.StartAsync(
            new SandboxOptions { BinaryPath = folder.FullName }, observer, TestContext.Current.CancellationToken));

        Assert.Equal("PostgresBinariesMissing", error.ErrorId);
        Assert.Equal(folder.FullName, error.Subject);
        folder.Delete();
    }

    [Fact]
    public async Task Refuses_a_folder_with_another_version()
    {
        await servers.ServerAsync();
        var found = await FindAsync(null);

        var error = await Assert.ThrowsAsync<MigrationException>(() => FindAsync("9.6", found.Folder));

        Assert.Equal("SandboxVersionMismatch", error.ErrorId);
    }

    [Fact]
    public async Task Says_how_to_install_a_version_that_cannot_be_had()
    {
        var error = await Assert.ThrowsAsync<MigrationException>(() => FindAsync("99"));

        Assert.Equal("PostgresBinariesMissing", error.ErrorId);
        Assert.Contains("PostgreSQL 99", error.Message, StringComparison.Ordinal);
        Assert.Contains("nstall", error.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sixteen")]
    [InlineData("16.4.1")]
    [InlineData("")]
    [InlineData("-1")]
    public void Refuses_a_text_that_is_no_version(string text)
        => Assert.Equal("SandboxVersionInvalid", Assert.Throws<MigrationException>(() => WantedVersion.Parse(text, isSupabase: false)).ErrorId);

    [Fact]
    public void Refuses_a_look_alike_on_a_version_too_old_for_it()
        => Assert.Equal("SandboxVersionInvalid", Assert.Throws<MigrationException>(() => WantedVersion.Parse("14", isSupabase: true)).ErrorId);

    [Fact]
    public void Orders_the_packages_by_number_and_not_by_letter()
    {
        string[] texts = ["16.4.0-beta.13", "16.14.0-beta.9", "16.14.0-beta.17", "16.9.0-beta.18", "16.4.0-alpha.1", "latest"];

        var newest = texts.Select(EmbeddedVersion.Parse).OfType<EmbeddedVersion>().Max();

        Assert.Equal("16.14.0-beta.17", newest!.Text);
        Assert.Equal(new Version(16, 14), newest.Version);
    }

    private async Task<PostgresInstallation> FindAsync(string? version, string? folder = null) => await PostgresBinaries.FindAsync(
        WantedVersion.Parse(version, isSupabase: false), folder, await ServerAccount.ChooseAsync(TestContext.Current.CancellationToken),
        observer, TestContext.Current.CancellationToken);
}

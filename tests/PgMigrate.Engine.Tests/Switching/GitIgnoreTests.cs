using System.Diagnostics;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Switching;
using PgMigrate.Engine.Tests.Archives;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Switching;

/// <summary>A journal of old passwords must not get into a repository unnoticed.</summary>
public sealed class GitIgnoreTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("", "")]
    [InlineData(".env", "")]
    [InlineData(".env*", "")]
    [InlineData("# .env*", "")]
    [InlineData("*.pgmigrate-journal", "")]
    [InlineData("app/", "")]
    [InlineData("app", "")]
    [InlineData("app/*", "")]
    [InlineData("/app/.env*", "")]
    [InlineData("/.env*", "")]
    [InlineData("other/.env*", "")]
    [InlineData("**/.env*", "")]
    [InlineData("app/**", "")]
    [InlineData(".env*\n!.env.pgmigrate-journal", "")]
    [InlineData(".env*", "!*.pgmigrate-journal")]
    [InlineData("", ".env.*")]
    [InlineData("", ".env.????????????????n")]
    [InlineData("!.env.*", ".env.pgmigrate-journal ")]
    public async Task It_is_told_as_git_itself_would_say(string above, string beside)
    {
        var file = await MakeAsync(above, beside);

        var ignored = await GitAsync("check-ignore", "-q", file) == 0;

        Assert.Equal(!ignored, GitIgnore.WouldTake(file));
    }

    [Fact]
    public void Outside_of_a_repository_nothing_is_to_be_told() => Assert.False(GitIgnore.WouldTake(Path.Combine(folder.Path, ".env.pgmigrate-journal")));

    [Theory]
    [InlineData(".env", true)]
    [InlineData(".env*", false)]
    public async Task A_switch_warns_of_a_journal_that_git_would_take_up(string ignored, bool isTold)
    {
        var path = Path.Combine(Path.GetDirectoryName(await MakeAsync(ignored, ""))!, ".env");
        await File.WriteAllTextAsync(path, "DATABASE_URL=postgresql://a@old/d\n", TestContext.Current.CancellationToken);

        var records = await DatabaseUrlSwitching.SwitchAsync(
            new() { Database = EndpointParser.Parse("postgresql://a@new/d"), Targets = [SwitchTargets.File(path)], TestConnection = false }, new RecordingObserver(), TestContext.Current.CancellationToken);

        Assert.Equal(isTold, Assert.Single(records).Warnings.Any(warning => warning.Contains(".env.pgmigrate-journal", StringComparison.Ordinal)));
    }

    public void Dispose() => folder.Dispose();

    private async Task<string> MakeAsync(string above, string beside)
    {
        Assert.SkipUnless(await GitAsync("init", "-q") == 0, "git is not installed.");
        var inner = Directory.CreateDirectory(Path.Combine(folder.Path, "app")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder.Path, ".gitignore"), above + "\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(inner, ".gitignore"), beside + "\n", TestContext.Current.CancellationToken);
        return Path.Combine(inner, ".env.pgmigrate-journal");
    }

    private async Task<int> GitAsync(params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = folder.Path })!;
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return 127;
        }
    }
}

using Xunit;

namespace PgMigrate.Engine.Tests.Cli;

/// <summary>What can be said of a command line before any database is asked.</summary>
public sealed class CommandLineTests
{
    private const string Canary = "c4nary";
    private const string Url = $"postgresql://app:{Canary}@127.0.0.1:1/shop";

    [Fact]
    public async Task Says_its_version_and_nothing_else()
    {
        var result = await CliProcess.RunAsync(["--version"]);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Matches(@"^\d+\.\d+\.\d+\n$", result.Output);
    }

    [Fact]
    public async Task Lists_its_commands()
    {
        var result = await CliProcess.RunAsync(["--help"]);

        Assert.Equal(0, result.ExitCode);
        Assert.All(["demo", "clone", "migrate", "resume", "verify", "compare-schema"], command => Assert.Contains(command, result.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData]
    [InlineData("move")]
    [InlineData("migrate", Url)]
    [InlineData("migrate", Url, "b.db", $"postgresql://app:{Canary}@h/d")]
    [InlineData("migrate", "a.db", "b.db", "--jobs", $"postgresql://app:{Canary}@h/d")]
    [InlineData("migrate", "a.db", "b.db", $"--mode=host=h password={Canary}")]
    [InlineData("migrate", "a.db", "b.db", "--jobs", "0")]
    [InlineData("migrate", "a.db", "b.db", "--batch-size", "many")]
    [InlineData("migrate", "a.db", "b.db", "--mode", "1")]
    [InlineData("migrate", "a.db", "b.db", "--on-bad-row", "skip")]
    [InlineData("migrate", "a.db", "b.db", "--resume", "--restart")]
    [InlineData("resume", "a.db", "b.db", "--restart")]
    [InlineData("verify", "a.db", "b.db", "--mode", "append")]
    [InlineData("migrate", Url, Url, "--reconnect-timeout", "-1")]
    [InlineData("clone", Url, Url, "--lock-timeout", "0")]
    [InlineData("clone", Url, Url, "--mode", "append")]
    [InlineData("clone", Url, Url, "--on-error", "skip")]
    [InlineData("clone", Url, Url, "--section", "rows")]
    [InlineData("clone", Url, Url, "--schema-only", "--data-only")]
    [InlineData("clone", Url, Url, "--data-only", "--section=data")]
    [InlineData("clone", Url, Url, "--if-exists")]
    [InlineData("clone", Url, Url, "--data-only", "--clean")]
    [InlineData("clone", Url, Url, "--resume", "--restart")]
    public async Task Refuses_what_it_does_not_understand_without_repeating_a_password(params string[] args)
    {
        var result = await CliProcess.RunAsync(args);

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("error: ", result.Error, StringComparison.Ordinal);
        Assert.Contains("--help", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, result.Everything, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no-such-file.db", Url, "SqliteFileNotFound")]
    [InlineData(Url, Url, "")]
    [InlineData($"postgres://app:{Canary}@h:port/d", Url, "InvalidEndpoint")]
    [InlineData("env:PGMIGRATE_NO_SUCH_VARIABLE", Url, "EnvironmentVariableNotFound")]
    [InlineData("postgres://app:[YOUR-PASSWORD]@h/d", Url, "PasswordPlaceholder")]
    public async Task Says_what_is_wrong_and_what_to_do_without_a_password(string source, string destination, string errorId)
    {
        foreach (var command in new[] { "clone", "migrate", "resume", "verify" })
        {
            var result = await CliProcess.RunAsync([command, source, destination]);

            Assert.Equal(3, result.ExitCode);
            Assert.Matches($@"^error: .*\({errorId}.*\)\n(  .*\n)*  → .+\n$", result.Error);
            Assert.DoesNotContain(Canary, result.Everything, StringComparison.Ordinal);
        }
    }
}

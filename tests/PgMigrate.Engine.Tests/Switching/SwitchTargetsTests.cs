using System.Collections;
using PgMigrate.Engine.Switching;
using Xunit;

namespace PgMigrate.Engine.Tests.Switching;

public sealed class SwitchTargetsTests
{
    [Theory]
    [InlineData("process", SwitchTargetKind.Process)]
    [InlineData("User", SwitchTargetKind.User)]
    [InlineData("githuboutput", SwitchTargetKind.GitHubOutput)]
    public void Reads_a_word(string word, SwitchTargetKind kind) => Assert.Equal(kind, SwitchTargets.Parse(word).Kind);

    [Theory]
    [InlineData("Render")]
    [InlineData("0")]
    [InlineData("")]
    public void Refuses_a_word_that_says_too_little(string word) => Assert.Equal("SwitchTargetInvalid", Assert.Throws<MigrationException>(() => SwitchTargets.Parse(word)).ErrorId);

    [Fact]
    public void Reads_entries_and_shows_no_token()
    {
        Environment.SetEnvironmentVariable("PGMIGRATE_TEST_RENDER_TOKEN", "rnd_canary");
        var target = SwitchTargets.FromSettings(new Hashtable { ["render"] = "srv-1", ["TOKEN"] = "env:PGMIGRATE_TEST_RENDER_TOKEN", ["Name"] = "DB_URL", ["Dialect"] = "asyncpg", ["NoDeploy"] = true });

        Assert.Equal(
            (SwitchTargetKind.Render, "srv-1", "DB_URL", DatabaseUrlDialect.Asyncpg, false, "Render srv-1"),
            (target.Kind, target.Id, target.Name, target.Dialect, target.Deploy, target.ToString()));
        Assert.DoesNotContain("canary", System.Text.Json.JsonSerializer.Serialize(target), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Render=srv-1", "SwitchTargetInvalid")]
    [InlineData("Render=srv-1;RenderGroup=evg-1", "SwitchTargetInvalid")]
    [InlineData("Render=;Token=env:PATH", "SwitchTargetInvalid")]
    [InlineData("Render=shop;Token=env:PATH", "SwitchTargetInvalid")]
    [InlineData("RenderGroup=srv-1;Token=env:PATH", "SwitchTargetInvalid")]
    [InlineData("Render=srv-1;Token=env:PATH;Deploi=no", "SwitchTargetInvalid")]
    [InlineData("Render=srv-1;Token=env:PATH;Dialect=7", "SwitchTargetInvalid")]
    [InlineData("Render=srv-1;Token=env:PATH;ApiUrl=here", "SwitchTargetInvalid")]
    [InlineData("Render=srv-1;Token=env:PATH;Name=A B", "InvalidVariableName")]
    [InlineData("Render=srv-1;Token=rnd_canary", "SecretInClearText")]
    [InlineData("Name=A", "SwitchTargetInvalid")]
    public void Refuses_entries_that_name_no_place(string text, string errorId)
    {
        var settings = new Hashtable();
        foreach (var pair in text.Split(';')) settings[pair.Split('=')[0]] = pair.Split('=')[1];

        var error = Assert.Throws<MigrationException>(() => SwitchTargets.FromSettings(settings));

        Assert.Equal(errorId, error.ErrorId);
        Assert.DoesNotContain("canary", error + error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asks_for_a_place()
    {
        var request = new DatabaseUrlSwitchRequest { Database = Engine.Connections.EndpointParser.Parse("postgresql://h/d"), Targets = [], TestConnection = false };

        var error = await Assert.ThrowsAsync<MigrationException>(() => DatabaseUrlSwitching.SwitchAsync(request, new Servers.RecordingObserver(), TestContext.Current.CancellationToken));

        Assert.Equal("SwitchTargetMissing", error.ErrorId);
    }
}

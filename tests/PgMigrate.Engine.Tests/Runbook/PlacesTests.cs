using System.Security;
using System.Text;
using System.Text.Json;
using PgMigrate.Engine.Connections;
using PgMigrate.Engine.Runbook;
using PgMigrate.Engine.Switching;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Tests.Switching;
using Xunit;

namespace PgMigrate.Engine.Tests.Runbook;

/// <summary>Several places of one program, and where their secrets are afterwards.</summary>
public sealed class PlacesTests(TestServers servers) : IAsyncDisposable
{
    private readonly RenderStandIn render = new();

    public ValueTask DisposeAsync() => render.DisposeAsync();

    [Fact]
    public async Task A_failed_deploy_switches_every_place_back_and_the_migration_goes_on_later()
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        var old = DatabaseUrl.Format(stage.Source, DatabaseUrlDialect.Libpq).Text;
        render.AddService("srv-1", old);
        render.DeployStates = ["build_in_progress", "build_failed"];
        stage.Plan = stage.Plan with { Fence = true };
        var (target, journal) = (Target(), Path.Combine(stage.Folder, "journal"));

        var failed = await stage.StartAsync(request => request with { Targets = [target], JournalPath = journal });

        Assert.Equal((DatabaseMigrationStatus.Failed, false, MigrationStepName.Switch), (failed.Status, failed.IsFenced, failed.Steps.Single(step => step.Status == MigrationStepStatus.Failed).Name));
        Assert.Null(failed.SwitchedAt);
        stage.AssertEnvAsBefore();
        Assert.Equal(old, render.Running("srv-1"));
        var missing = await Assert.ThrowsAsync<MigrationException>(() => stage.ResumeAsync(request => request with { JournalPath = journal }));
        Assert.Equal("SwitchTargetMissing", missing.ErrorId);
        Assert.Contains("Render srv-1", missing.Message, StringComparison.Ordinal);

        render.DeployStates = ["live"];
        var migration = await stage.ResumeAsync(request => request with { Targets = [target], JournalPath = journal });

        Assert.True(migration.Status == DatabaseMigrationStatus.Completed, migration.ErrorMessage);
        stage.AssertSwitched();
        Assert.Equal(DatabaseUrl.Format(stage.Destination, DatabaseUrlDialect.Libpq).Text, render.Running("srv-1"));

        Assert.Equal("SwitchTargetMissing", (await Assert.ThrowsAsync<MigrationException>(() => stage.UndoAsync(request => request with { JournalPath = journal }))).ErrorId);
        stage.AssertSwitched();
        Assert.Equal(DatabaseMigrationStatus.Undone, (await stage.UndoAsync(request => request with { Targets = [target], JournalPath = journal })).Status);
        stage.AssertEnvAsBefore();
        Assert.Equal(old, render.Running("srv-1"));
    }

    [Fact]
    public async Task A_place_that_had_the_new_database_already_is_left_as_it_is()
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        var other = Path.Combine(stage.Folder, "other.env");
        var text = $"DATABASE_URL={DatabaseUrl.Format(stage.Destination, DatabaseUrlDialect.Libpq).Text}\n";
        await File.WriteAllTextAsync(other, text, TestContext.Current.CancellationToken);
        stage.Plan = stage.Plan with { EnvPath = [stage.EnvPath, other] };

        Assert.Equal(DatabaseMigrationStatus.Completed, (await stage.StartAsync()).Status);
        Assert.Equal(DatabaseMigrationStatus.Undone, (await stage.UndoAsync()).Status);

        stage.AssertEnvAsBefore();
        Assert.Equal(text, await File.ReadAllTextAsync(other, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task No_password_and_no_token_is_anywhere_but_in_the_env_file_and_its_own_journal()
    {
        const string First = "c#a$n'a\"r y1";
        const string Second = "c#a$n'a\"r y2";
        await using var stage = await RunbookStage.CreateShopAsync(servers, canaries: (First, Second));
        await using var program = new ProgramStandIn(_ => 500);
        render.AddService("srv-1", DatabaseUrl.Format(stage.Source, DatabaseUrlDialect.Libpq).Text);
        render.DeployStates = ["live"];
        var journal = Path.Combine(stage.Folder, "journal");
        var reports = new[] { "r.html", "r.json", "r.md", "r.xml" }.Select(name => Path.Combine(stage.Folder, name)).ToList();
        stage.Plan = stage.Plan with { Fence = true, HealthUri = program.Address, HealthTimeout = 1, ReportPath = reports, RollbackOnFailure = true };
        var failed = await stage.StartAsync(request => request with { Targets = [Target()], JournalPath = journal });
        var later = await stage.StartAsync(request => request with { Targets = [Target()], Plan = request.Plan with { HealthUri = null, BackupPath = Path.Combine(stage.Folder, "2.dump") }, Restart = true, JournalPath = journal });
        var listed = await MigrationRunbook.ListAsync(null, journal, null, stage.Observer, TestContext.Current.CancellationToken);

        Assert.Equal((DatabaseMigrationStatus.RolledBack, DatabaseMigrationStatus.Completed), (failed.Status, later.Status));
        Assert.Contains("envPath", await File.ReadAllTextAsync(journal + ".json", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var said = string.Join('\n', [.. stage.Observer.VerboseMessages, .. stage.Observer.Warnings, .. stage.Observer.Steps.Select(step => step.ToString()), .. new[] { failed, later }.Concat(listed).SelectMany(Forms)]);
        var files = Directory.GetFiles(stage.Folder, "*", SearchOption.AllDirectories).Where(path => path != stage.EnvPath && !path.EndsWith("-journal", StringComparison.Ordinal) && !path.Contains(".switches", StringComparison.Ordinal)).ToList();
        Assert.True(files.Count > 5, string.Join(' ', files));
        foreach (var secret in new[] { First, Second, RenderStandIn.Token }.SelectMany(secret => new[] { secret, Uri.EscapeDataString(secret), JsonEncodedText.Encode(secret).ToString() }).Distinct())
        {
            Assert.DoesNotContain(secret, said, StringComparison.Ordinal);
            foreach (var file in files) Assert.True((await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)).AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) < 0, $"{secret} is in {file}");
        }

        Assert.Contains(Uri.EscapeDataString(Second), await File.ReadAllTextAsync(stage.EnvPath, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Forms(DatabaseMigration migration) => [migration.ToString(), JsonSerializer.Serialize(migration), .. migration.Steps.Select(step => JsonSerializer.Serialize(step))];

    private static SecureString Token()
    {
        var secret = new SecureString();
        foreach (var character in RenderStandIn.Token) secret.AppendChar(character);
        return secret;
    }

    private SwitchTarget Target() => SwitchTargets.FromSettings(new Dictionary<string, object> { ["Render"] = "srv-1", ["Token"] = Token(), ["ApiUrl"] = render.Address.ToString() });
}

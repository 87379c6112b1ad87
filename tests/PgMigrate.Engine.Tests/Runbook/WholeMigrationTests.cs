using System.Text.Json;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Runbook;

/// <summary>The four runbooks from one call to the proven switch, and back.</summary>
public sealed class WholeMigrationTests(TestServers servers)
{
    public static TheoryData<string> Ways => [RunbookStage.RenderToSupabase, RunbookStage.SupabaseToRender, RunbookStage.SqliteToSupabase, RunbookStage.LocalToSupabase];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task One_call_migrates_and_another_goes_back(string way)
    {
        await using var stage = await RunbookStage.CreateAsync(servers, way);
        stage.Plan = stage.Plan with { Fence = true };
        var before = await stage.FingerprintAsync();

        var migration = await stage.StartAsync();

        Assert.True(migration.Status == DatabaseMigrationStatus.Completed, $"{migration.ErrorMessage}\n{string.Join('\n', migration.Steps)}");
        Assert.All(migration.Steps, step => Assert.True(step.Status == MigrationStepStatus.Done, $"{step}: {step.Outcome} {step.ErrorMessage}"));
        Assert.Equal((false, 0L), (migration.IsFenced, migration.SourceWrites));
        Assert.NotNull(migration.SwitchedAt);
        Assert.True(File.Exists(migration.BackupPath));
        stage.AssertSwitched();
        await stage.AssertArrivedAsync();
        Assert.Equal(before, await stage.FingerprintAsync());
        using var report = JsonDocument.Parse(await File.ReadAllBytesAsync(migration.ReportPath[0], TestContext.Current.CancellationToken));
        Assert.Equal("Completed", report.RootElement.GetProperty("objects").GetProperty("databaseMigration")[0].GetProperty("status").GetString());

        var undone = await stage.UndoAsync();

        Assert.Equal((DatabaseMigrationStatus.Undone, false), (undone.Status, undone.IsFenced));
        Assert.Null(undone.SwitchedAt);
        stage.AssertEnvAsBefore();
        Assert.Equal(before, await stage.FingerprintAsync());
        Assert.Null(await RunbookStage.SettingAsync(stage.Destination));
    }

    [Fact]
    public async Task A_database_without_tables_has_its_other_objects_migrated()
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        await Sql.ExecuteAsync(stage.Source, "DROP TABLE orders, customers; CREATE TYPE mood AS ENUM ('good', 'bad')");

        var migration = await stage.StartAsync();

        Assert.True(migration.Status == DatabaseMigrationStatus.Completed, migration.ErrorMessage);
        Assert.Equal("the objects are the same.", migration.Steps[5].Outcome);
        Assert.Equal(2L, await Sql.ScalarAsync<long>(stage.Destination, "SELECT count(*) FROM pg_enum"));
    }
}

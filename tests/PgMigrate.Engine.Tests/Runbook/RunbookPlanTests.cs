using PgMigrate.Engine.Runbook;
using PgMigrate.Engine.Tests.Servers;
using Xunit;

namespace PgMigrate.Engine.Tests.Runbook;

/// <summary>What a migration would do, and where that is written.</summary>
public sealed class RunbookPlanTests(TestServers servers) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("pgmigrate-plan-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_plan_says_every_step_with_its_figures_and_changes_nothing()
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        await Sql.ExecuteAsync(stage.Source, "ANALYZE");
        stage.Plan = stage.Plan with { Fence = true, Skip = [MigrationStepName.Backup] };

        var steps = await MigrationRunbook.PlanAsync(stage.Request, stage.Observer, TestContext.Current.CancellationToken);

        Assert.Equal(Enum.GetValues<MigrationStepName>(), steps.Select(step => step.Name));
        Assert.All(steps, step => Assert.Equal(step.Name == MigrationStepName.Backup ? MigrationStepStatus.Skipped : MigrationStepStatus.Planned, step.Status));
        Assert.StartsWith("Copy the rows of 2 tables, about 32,000 rows, ", steps[3].Description, StringComparison.Ordinal);
        Assert.EndsWith(", then make the indexes, constraints and triggers, with the source fenced.", steps[3].Description, StringComparison.Ordinal);
        Assert.Contains($"DATABASE_URL in {stage.EnvPath}: postgresql://{stage.Source.Username}:****@", steps[6].Description, StringComparison.Ordinal);
        Assert.DoesNotContain(steps, step => step.ToString().Contains(stage.Source.Password!, StringComparison.Ordinal) && step.Description.Contains($":{stage.Source.Password}@", StringComparison.Ordinal));
        stage.AssertEnvAsBefore();
        Assert.Null(await Sql.ScalarAsync<string>(stage.Destination, "SELECT to_regnamespace('pgmigrate')::text"));
    }

    [Fact]
    public void A_plans_file_sets_what_the_parameters_set()
    {
        var path = Write(
            """
            {
                // The shop.
                "Source": "env:PGMIGRATE_TEST_NOWHERE", "Table": "public.*", "skip": ["Backup", "health"], "stopBefore": "Accept", "Fence": true, "FenceTimeout": 5,
                "EnvPath": [".env", "sub/.env"], "HealthUri": "https://shop.example.com/health", "Level": "full", "ThrottleLimit": 4,
            }
            """);
        Environment.SetEnvironmentVariable("PGMIGRATE_TEST_NOWHERE", "postgresql://a:secret@db.example.com/shop");
        try
        {
            var (ends, settings) = PlanEnds.Take(PlanFile.Read(path), path, folder);
            var plan = new MigrationPlan().Apply(settings, path, folder);

            Assert.Equal(("postgresql://a@db.example.com:5432/shop", null), (ends.Source?.ToString(), ends.Destination));
            Assert.Equal(["public.*"], plan.Table);
            Assert.Equal([MigrationStepName.Backup, MigrationStepName.Health], plan.Skip);
            Assert.Equal((MigrationStepName.Accept, true, 5, IntegrityLevel.Full, 4), (plan.StopBefore, plan.Fence, plan.FenceTimeout, plan.Level, plan.ThrottleLimit));
            Assert.Equal([Path.Combine(folder, ".env"), Path.Combine(folder, "sub", ".env")], plan.EnvPath);
            Assert.Equal("https://shop.example.com/health", plan.HealthUri?.ToString());
        }
        finally
        {
            Environment.SetEnvironmentVariable("PGMIGRATE_TEST_NOWHERE", null);
        }
    }

    [Theory]
    [InlineData("""{ "Tabel": "x" }""", "there is no setting 'Tabel'")]
    [InlineData("""{ "Level": "2" }""", "Level is one of ")]
    [InlineData("""{ "Skip": ["Everything"] }""", "Skip is one of Readiness, ")]
    [InlineData("""{ "Fence": "maybe" }""", "Fence is true or false")]
    [InlineData("""{ "FenceTimeout": -1 }""", "FenceTimeout is a number from 0 to 86400")]
    [InlineData("""{ "HealthUri": "shop" }""", "HealthUri is an address")]
    [InlineData("""{ "ErrorPattern": "(" }""", "ErrorPattern is a regular expression")]
    [InlineData("""{ "Name": ["a", "b"] }""", "Name is one text")]
    [InlineData("""{ "Source": ["a"] }""", "Source is one text")]
    [InlineData("""{ "Destination": "postgresql://a:secret@h/d" }""", "Destination holds a password")]
    [InlineData("[]", "it is no JSON object")]
    [InlineData("{", "")]
    public void What_a_plan_cannot_say_is_refused_by_name(string content, string why)
    {
        var path = Write(content);

        var refusal = Assert.Throws<MigrationException>(() => new MigrationPlan().Apply(PlanEnds.Take(PlanFile.Read(path), path, folder).Settings, path, folder));

        Assert.Equal("MigrationPlanInvalid", refusal.ErrorId);
        Assert.StartsWith($"{path}: {why}", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_contradicts_itself_is_refused_before_anything_is_opened()
    {
        var (source, destination) = (new DatabaseEndpoint { Kind = DatabaseKind.PostgreSql, Database = "d" }, new DatabaseEndpoint { Kind = DatabaseKind.PostgreSql, Database = "e" });
        MigrationPlan[] plans =
        [
            new() { AlembicProjectPath = "a", SupabaseProjectPath = "b" },
            new() { Mode = CopyMode.Append },
            new() { AlembicProjectPath = "a", NoOwner = true },
            new() { HealthUri = new("ftp://h/") },
            new() { HealthUri = new("shop/health", UriKind.Relative) },
        ];
        foreach (var plan in plans)
        {
            var request = new DatabaseMigrationRequest { Source = source, Destination = destination, Plan = plan };
            Assert.Equal("ParametersConflict", (await Assert.ThrowsAsync<MigrationException>(() => MigrationRunbook.PlanAsync(request, new RecordingObserver(), TestContext.Current.CancellationToken))).ErrorId);
        }

        var file = new DatabaseEndpoint { Kind = DatabaseKind.Sqlite, Database = "/f.db" };
        Assert.Equal("PostgresRequired", await RefusalAsync(new() { Source = source, Destination = file }));
        Assert.Equal("SourceNotDatabase", await RefusalAsync(new() { Source = new() { Kind = DatabaseKind.Archive, Database = "/a.dump" }, Destination = destination }));

        static async Task<string> RefusalAsync(DatabaseMigrationRequest request)
            => (await Assert.ThrowsAsync<MigrationException>(() => MigrationRunbook.StartAsync(request, _ => ValueTask.CompletedTask, new RecordingObserver(), TestContext.Current.CancellationToken))).ErrorId;
    }

    private string Write(string content)
    {
        var path = Path.Combine(folder, "plan.json");
        File.WriteAllText(path, content);
        return path;
    }
}

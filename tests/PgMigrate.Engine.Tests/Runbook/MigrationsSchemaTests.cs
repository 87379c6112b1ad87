using PgMigrate.Engine.Runbook;
using PgMigrate.Engine.Tests.Alembic;
using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Tests.Supabase;
using Xunit;

namespace PgMigrate.Engine.Tests.Runbook;

/// <summary>Tables that a project's own migrations make; and the addresses by which a program reaches them.</summary>
public sealed class MigrationsSchemaTests(TestServers servers)
{
    [Fact]
    public async Task Sql_migrations_make_the_tables_and_the_rows_come_into_them()
    {
        using var project = new TestProject(
            ("20260101000000_shop.sql", "CREATE TABLE customers (id serial PRIMARY KEY, name text NOT NULL, parent integer REFERENCES customers)"),
            ("20260102000000_orders.sql", "CREATE TABLE orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, customer integer NOT NULL REFERENCES customers, total numeric(12, 2), at timestamptz NOT NULL DEFAULT now(), note text)"));
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        stage.Plan = stage.Plan with { NoOwner = false, SupabaseProjectPath = project.Root, Fence = true };

        var plan = await MigrationRunbook.PlanAsync(stage.Request, stage.Observer, TestContext.Current.CancellationToken);
        var migration = await stage.StartAsync();

        Assert.StartsWith($"Run 2 SQL migrations of {project.Root} at ", plan[2].Description, StringComparison.Ordinal);
        Assert.True(migration.Status == DatabaseMigrationStatus.Completed, $"{migration.ErrorMessage}\n{string.Join('\n', migration.Steps)}");
        Assert.Equal("2 migrations, 2 statements.", migration.Steps[2].Outcome);
        Integrity.Comparing.AssertSame(await Integrity.Comparing.RunAsync(stage.Source, stage.Destination));
        Assert.Equal(2001, await Sql.ScalarAsync<int>(stage.Destination, "INSERT INTO customers (name) VALUES ('next') RETURNING id"));
        Assert.Equal(DatabaseMigrationStatus.Undone, (await stage.UndoAsync(request => request with { Force = true })).Status);
        stage.AssertEnvAsBefore();
    }

    [Fact]
    public async Task Alembic_makes_the_tables_and_the_rows_come_into_them()
    {
        using var project = AlembicProject.OfShop();
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        var source = await servers.CreateDatabaseAsync();
        await project.RunAsync(source);
        await Sql.ExecuteAsync(source, "INSERT INTO users SELECT n, 'u' || n FROM generate_series(1, 50) n; INSERT INTO orders SELECT n, n FROM generate_series(1, 40) n");
        stage.Plan = stage.Plan with { NoOwner = false, AlembicProjectPath = project.Path };

        var migration = await stage.StartAsync(request => request with { Source = source });

        Assert.True(migration.Status == DatabaseMigrationStatus.Completed, $"{migration.ErrorMessage}\n{string.Join('\n', migration.Steps)}");
        Assert.Equal("Alembic is at bbb2.", migration.Steps[2].Outcome);
        Assert.Equal(50L, await Sql.ScalarAsync<long>(stage.Destination, "SELECT count(*) FROM users"));
        Assert.Equal(1L, await Sql.ScalarAsync<long>(stage.Destination, "SELECT count(*) FROM alembic_version"));
    }

    [Fact]
    public async Task The_program_is_given_another_address_of_the_same_database()
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        var other = stage.Destination with { Hosts = [stage.Destination.Hosts[0] with { Name = "localhost" }] };

        var migration = await stage.StartAsync(request => request with { ApplicationDatabase = other });

        Assert.True(migration.Status == DatabaseMigrationStatus.Completed, migration.ErrorMessage);
        Assert.Equal("localhost", stage.Program.Host);
        Assert.Equal(DatabaseMigrationStatus.Undone, (await stage.UndoAsync()).Status);
        stage.AssertEnvAsBefore();
    }

    [Fact]
    public async Task The_program_is_not_given_another_database()
    {
        await using var stage = await RunbookStage.CreateShopAsync(servers);
        var other = stage.Destination with { Database = "postgres" };

        var migration = await stage.StartAsync(request => request with { ApplicationDatabase = other });

        Assert.Equal((DatabaseMigrationStatus.Failed, "SwitchNotProven"), (migration.Status, migration.Error?.ErrorId));
        stage.AssertEnvAsBefore();
        Assert.Equal("ApplicationDatabaseMissing", (await Assert.ThrowsAsync<MigrationException>(() => stage.ResumeAsync())).ErrorId);
        Assert.Equal(DatabaseMigrationStatus.Completed, (await stage.ResumeAsync(request => request with { ApplicationDatabase = stage.Destination })).Status);
    }
}

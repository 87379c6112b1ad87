using PgMigrate.Engine.Tests.Servers;
using PgMigrate.Engine.Transfer;
using Xunit;

namespace PgMigrate.Engine.Tests.Transfer;

/// <summary>Roles that may not set session_replication_role, and Supabase's, which may.</summary>
public sealed class OrdinaryOwnerTests(TestServers servers)
{
    [Fact]
    public async Task Fills_parents_before_children_with_many_workers()
    {
        var (source, destination) = await DatabasesAsync("""
            CREATE TABLE a_child (id int PRIMARY KEY, parent int NOT NULL);
            CREATE TABLE b_parent (id int PRIMARY KEY, parent int NOT NULL);
            CREATE TABLE c_root (id int PRIMARY KEY, v text);
            ALTER TABLE a_child ADD FOREIGN KEY (parent) REFERENCES b_parent;
            ALTER TABLE b_parent ADD FOREIGN KEY (parent) REFERENCES c_root DEFERRABLE INITIALLY DEFERRED;
            """);
        await Sql.ExecuteAsync(source, """
            INSERT INTO c_root SELECT g, repeat('x', 200) FROM generate_series(1, 5000) g;
            INSERT INTO b_parent SELECT g, 5001 - g FROM generate_series(1, 5000) g;
            INSERT INTO a_child SELECT g, 5001 - g FROM generate_series(1, 5000) g;
            ANALYZE;
            """);

        await CompletesAsync(new() { Source = source, Destination = destination, BatchSize = 200, ThrottleLimit = 6 });

        await Copying.AssertSameAsync(source, destination, "a_child", "b_parent", "c_root");
    }

    [Theory]
    [InlineData(BadRowAction.Stop)]
    [InlineData(BadRowAction.Reject)]
    public async Task Fills_a_table_that_refers_to_itself_however_its_rows_lie(BadRowAction onBadRow)
    {
        var (source, destination) = await DatabasesAsync("CREATE TABLE t (id int PRIMARY KEY, parent int REFERENCES t)");
        // Children lie before their parents, and further away than a batch reaches.
        await Sql.ExecuteAsync(source, "INSERT INTO t SELECT g, CASE WHEN g % 100 = 1 THEN 30001 - g END FROM generate_series(1, 30000) g; ANALYZE");
        var folder = Directory.CreateTempSubdirectory("pgmigrate-test-").FullName;
        var request = new TableCopyRequest { Source = source, Destination = destination, BatchSize = 1000, ThrottleLimit = 4, OnBadRow = onBadRow, RejectFolder = folder };

        var result = Assert.Single(await CompletesAsync(request));

        Assert.Equal((30000L, 0L), (result.Rows, result.Rejected));
        await Copying.AssertSameAsync(source, destination, "t");
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_row_that_refers_to_none_is_set_aside_with_those_that_refer_to_it()
    {
        var (source, destination) = await DatabasesAsync("CREATE TABLE t (id int PRIMARY KEY, parent int REFERENCES t)");
        await Sql.ExecuteAsync(source, """
            ALTER TABLE t DROP CONSTRAINT t_parent_fkey;
            INSERT INTO t SELECT g, CASE WHEN g = 7 THEN 99999 WHEN g = 6 THEN 7 WHEN g < 900 THEN g + 1 END FROM generate_series(1, 1000) g;
            UPDATE t SET parent = NULL WHERE id < 6;
            """);
        var folder = Directory.CreateTempSubdirectory("pgmigrate-test-").FullName;

        var result = Assert.Single(await Copying.RunAsync(new() { Source = source, Destination = destination, OnBadRow = BadRowAction.Reject, RejectFolder = folder }));

        Assert.Equal((998L, 2L, TableCopyStatus.CompletedWithRejects), (result.Rows, result.Rejected, result.Status));
        Assert.Equal(0L, await Sql.ScalarAsync<long>(destination, "SELECT count(*) FROM t WHERE id IN (6, 7)"));
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [MemberData(nameof(TestServers.AllMajors), MemberType = typeof(TestServers))]
    public async Task Triggers_rest_while_rows_come_and_are_as_they_were_afterwards(int major)
    {
        const string Schema = """
            CREATE TABLE parent (id int PRIMARY KEY);
            CREATE TABLE audit (what text);
            CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO public.audit VALUES (TG_NAME); RETURN NEW; END';
            CREATE TABLE t (id int PRIMARY KEY, parent int REFERENCES parent DEFERRABLE INITIALLY DEFERRED, own int UNIQUE DEFERRABLE INITIALLY DEFERRED);
            CREATE TRIGGER origin BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION note();
            CREATE TRIGGER always AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION note();
            CREATE TRIGGER "off" AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION note();
            CREATE TRIGGER replica AFTER INSERT ON t FOR EACH STATEMENT EXECUTE FUNCTION note();
            ALTER TABLE t ENABLE ALWAYS TRIGGER always;
            ALTER TABLE t DISABLE TRIGGER "off";
            ALTER TABLE t ENABLE REPLICA TRIGGER replica;
            CREATE TABLE parted (id int) PARTITION BY RANGE (id);
            CREATE TABLE parted_low PARTITION OF parted FOR VALUES FROM (0) TO (500);
            CREATE TABLE parted_high PARTITION OF parted FOR VALUES FROM (500) TO (5000);
            CREATE TRIGGER "of the root" AFTER INSERT ON parted FOR EACH ROW EXECUTE FUNCTION note();
            CREATE TRIGGER own BEFORE INSERT ON parted_low FOR EACH ROW EXECUTE FUNCTION note();
            CREATE TRIGGER always AFTER INSERT ON parted_high FOR EACH ROW EXECUTE FUNCTION note();
            ALTER TABLE parted_high ENABLE ALWAYS TRIGGER always;
            """;
        const string States = "SELECT string_agg(tgrelid::regclass || ' ' || tgname || ' ' || tgenabled::text, ', ' ORDER BY tgrelid::regclass::text, tgname) FROM pg_trigger WHERE tgconstraint = 0";
        var (source, destination) = await DatabasesAsync(Schema, major);
        await Sql.ExecuteAsync(source, """
            INSERT INTO parent SELECT generate_series(1, 1000);
            INSERT INTO t SELECT g, g, g FROM generate_series(1, 1000) g;
            INSERT INTO parted SELECT generate_series(0, 999);
            TRUNCATE audit; ANALYZE;
            """);
        var before = await Sql.ScalarAsync<string>(destination, States);

        await CompletesAsync(new() { Source = source, Destination = destination, BatchSize = 100, ThrottleLimit = 4 });

        Assert.Equal(0L, await Sql.ScalarAsync<long>(destination, "SELECT count(*) FROM audit"));
        Assert.Equal(before, await Sql.ScalarAsync<string>(destination, States));
        await Copying.AssertSameAsync(source, destination, "t", "parted", "parent");
    }

    [Fact]
    public async Task Foreign_keys_in_a_circle_are_told_before_any_row_moves()
    {
        var (source, destination) = await DatabasesAsync("""
            CREATE TABLE chicken (id int PRIMARY KEY, egg int);
            CREATE TABLE egg (id int PRIMARY KEY, chicken int REFERENCES chicken);
            ALTER TABLE chicken ADD CONSTRAINT came_from FOREIGN KEY (egg) REFERENCES egg;
            CREATE TABLE free (id int PRIMARY KEY);
            """);
        await Sql.ExecuteAsync(source, "INSERT INTO chicken VALUES (1); INSERT INTO egg VALUES (1, 1); UPDATE chicken SET egg = 1; INSERT INTO free VALUES (1)");

        var refusal = await Copying.FailsAsync(new() { Source = source, Destination = destination });

        Assert.Equal("ForeignKeyCycle", refusal.ErrorId);
        Assert.Contains("came_from", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0L, await Sql.ScalarAsync<long>(destination, "SELECT count(*) FROM free"));
    }

    [Fact]
    public async Task On_Supabase_triggers_and_foreign_keys_rest_and_are_checked_afterwards()
    {
        const string Schema = """
            CREATE TABLE chicken (id int PRIMARY KEY, egg int);
            CREATE TABLE egg (id int PRIMARY KEY, chicken int REFERENCES chicken);
            ALTER TABLE chicken ADD FOREIGN KEY (egg) REFERENCES egg;
            CREATE TABLE parent (id int PRIMARY KEY);
            CREATE TABLE child (id int, parent int);
            """;
        var source = await servers.CreateDatabaseAsync();
        var destination = await servers.CreateSupabaseDatabaseAsync();
        await Sql.ExecuteAsync(source, Schema);
        await Sql.ExecuteAsync(source, """
            INSERT INTO chicken VALUES (1); INSERT INTO egg VALUES (1, 1); UPDATE chicken SET egg = 1;
            INSERT INTO child VALUES (1, 4711), (2, NULL);
            ALTER TABLE child ADD CONSTRAINT of_parent FOREIGN KEY (parent) REFERENCES parent NOT VALID;
            """);
        await Sql.ExecuteAsync(destination, Schema + "ALTER TABLE child ADD CONSTRAINT of_parent FOREIGN KEY (parent) REFERENCES parent;");
        Assert.False(await Sql.ScalarAsync<bool>(destination, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"));

        var results = await Copying.RunAsync(new() { Source = source, Destination = destination, Selection = new() { Schemas = ["public"] } });

        Assert.Equal(["child"], results.Where(result => result.Status == TableCopyStatus.Failed).Select(result => result.Table));
        var error = results.Single(result => result.Table == "child").Error!;
        Assert.Equal("ForeignKeyViolated", error.ErrorId);
        Assert.StartsWith("1 rows of public.child refer by of_parent to no row of public.parent", error.Message, StringComparison.Ordinal);
        await Copying.AssertSameAsync(source, destination, "chicken", "egg", "child");
    }

    private async Task<(DatabaseEndpoint Source, DatabaseEndpoint Destination)> DatabasesAsync(string schema, int major = TestServers.Default)
    {
        var source = await servers.CreateDatabaseAsync(major);
        var destination = await servers.CreateOwnerAsync(major);
        await Sql.ExecuteAsync(source, schema);
        await Sql.ExecuteAsync(destination, schema);
        return (source, destination);
    }

    private static async Task<IReadOnlyList<TableCopyResult>> CompletesAsync(TableCopyRequest request)
    {
        var results = await Copying.RunAsync(request);
        Assert.All(results, result => Assert.True(result.Status == TableCopyStatus.Completed, $"{result}: {result.ErrorMessage}"));
        return results;
    }
}
